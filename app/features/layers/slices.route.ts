import { z } from "zod";
import { readJson } from "#app/pages/form.server.ts";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { allocateSlice } from "./allocate-slice.server.ts";
import { freeSlice } from "./free-slice.server.ts";
import { listSplits } from "./list-splits.server.ts";

/** Which splits of an environment could have a slice of a layer. */
export const loader = pageLoader(({ ctx, param }) =>
  listSplits(ctx, {
    ...{ project: param("project"), environment: param("environment"), layer: param("layer") },
  }),
);

const sent = z.object({
  flag: z.string(),
  rule: z.string().nullable(),
  /** Null: it is taken out of the layer. */
  percent: z.number().min(0).max(100).nullable(),
  expectedVersion: z.string(),
  dryRun: z.boolean(),
});

/** Gives a split a slice of another size, or takes it out of the layer; or says what that would do. */
export const action = pageAction(async ({ ctx, request, param }) => {
  const { percent, rule, ...asked } = await readJson(request, sent);
  const input = {
    ...{ project: param("project"), environment: param("environment"), layer: param("layer") },
    ...{ ...asked, rule: rule ?? undefined },
  };
  return percent === null ? freeSlice(ctx, input) : allocateSlice(ctx, { ...input, percent });
});
