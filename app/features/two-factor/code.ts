import { z } from "zod";

/** What a form sends that asks for a code: of the app, or a recovery code. */
export const codeForm = z.object({
  code: z.string().trim().min(1, "Give the code.").max(100),
  to: z.string().optional(),
});
