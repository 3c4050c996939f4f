import { z } from "zod";

const expectedVersion = z.string();
const comment = z.string().trim().max(1000, "At most 1000 characters.").optional();
const keys = z.array(z.string().max(500)).max(10_000);

/** What the page of a segment asks for. Only the outline of rules is read here: publishing validates what results. */
export const segmentAction = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("change"),
    expectedVersion,
    name: z.string().trim().min(1, "Give it a name.").max(200).optional(),
    description: z.string().trim().max(5000).optional(),
    by: z.string().trim().min(1, "Name the attribute.").max(500).optional(),
    rules: z
      .array(z.object({ when: z.looseObject({}) }))
      .max(500)
      .optional(),
    comment,
  }),
  z.object({
    do: z.literal("change-keys"),
    list: z.enum(["included", "excluded"]),
    add: keys.optional(),
    remove: keys.optional(),
  }),
  z.object({ do: z.literal("copy"), to: z.string(), withoutLists: z.boolean() }),
  z.object({ do: z.literal("delete"), expectedVersion }),
]);

export type SegmentAction = z.input<typeof segmentAction>;

/** What became of it, for the page to tell. */
export interface SegmentDone {
  readonly did: SegmentAction["do"];
  readonly revision: number;
  readonly changes: readonly string[];
}
