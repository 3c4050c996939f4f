import { z } from "zod";

/** Keys of projects, environments, flags, segments and variants: they never change, names may. */
export const keySchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/,
    "A key begins with a letter or digit and has only letters, digits, dots, underscores and dashes (at most 200).",
  );
