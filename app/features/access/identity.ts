import { z } from "zod";

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, "An address has at most 254 characters.")
  .pipe(z.email("This is not an e-mail address."));

export const nameSchema = z.string().trim().min(1, "Give a name.").max(100, "At most 100 characters.");

/** Length is what counts (NIST SP 800-63B): no rules about which characters. */
export const passwordSchema = z
  .string()
  .min(12, "Use at least 12 characters.")
  .max(256, "Use at most 256 characters.");
