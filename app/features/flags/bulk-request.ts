import { z } from "zod";
import type { BulkRequest } from "./bulk.ts";

const most = 1000;
const named = { flag: z.string().max(200), version: z.string().max(200) };
const tags = z.array(z.string().trim().min(1).max(50, "A tag has at most 50 characters.")).max(50).optional();
const common = {
  comment: z.string().trim().max(1000, "At most 1000 characters.").optional(),
  dryRun: z.boolean(),
};

/** What the page of the list sends. Apart from the words for it, which the browser needs without a parser. */
export const bulkRequest: z.ZodType<BulkRequest> = z.discriminatedUnion("to", [
  z.object({
    to: z.literal("targetings"),
    environment: z.string(),
    step: z.enum(["turn-on", "turn-off"]),
    changes: z.array(z.object(named)).min(1).max(most, `At most ${most} flags at once.`),
    ...common,
  }),
  z.object({
    to: z.literal("flags"),
    changes: z
      .array(z.object({ ...named, addTags: tags, removeTags: tags, archived: z.boolean().optional() }))
      .min(1)
      .max(most, `At most ${most} flags at once.`),
    ...common,
  }),
]);
