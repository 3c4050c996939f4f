import { z } from "zod";

const revision = z.coerce.number().int().min(0);

/** What the address of a page of history may ask for. */
export const historyQuery = z.object({
  cursor: z.string().max(200).optional(),
  from: revision.optional(),
  to: revision.optional(),
});
