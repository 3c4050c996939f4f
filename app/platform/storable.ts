import { Problem } from "./problem.ts";

const deepest = 100;

/** Whether PostgreSQL can keep a text, or look for it. */
export const isStorable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();

/**
 * PostgreSQL keeps neither NUL nor half of a surrogate pair, so nothing that is to be stored, or looked for, may hold
 * them. Throws with the JSON Pointer of the first such text.
 */
export function refuseUnstorable(value: unknown, pointer = ""): void {
  if (typeof value === "string") {
    if (isStorable(value)) return;
    const message = "Text may hold neither the NUL character nor half of a surrogate pair.";
    throw new Problem("invalid_input", { detail: message, fields: [{ pointer, message }] });
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    const place = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    refuseUnstorable(key, place);
    refuseUnstorable(each, place);
  }
}

/** To be asked before anything walks a value by recursion: JSON may be nested deeper than a stack is. */
export function refuseDeep(value: unknown): void {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) {
      const message = `This is nested more than ${deepest} levels deep.`;
      throw new Problem("invalid_input", { detail: message, fields: [{ pointer: "", message }] });
    }
    level = level.flatMap((each) =>
      typeof each === "object" && each !== null
        ? Object.values(each as Record<string, unknown>).filter(
            (inner) => typeof inner === "object" && inner !== null,
          )
        : [],
    );
  }
}
