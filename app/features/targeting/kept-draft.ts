import type { Draft } from "./targeting-draft.ts";
import type { Targeting } from "./targeting.ts";

/** A draft as a browser keeps it until it is saved or dropped. */
export interface KeptDraft extends Omit<Draft, "past"> {
  /** When it was last changed, in epoch milliseconds. */
  readonly at: number;
}

export function writeKept({ base, version, now }: Omit<Draft, "past">, at: number): string {
  return JSON.stringify({ format: 1, at, version, base, now });
}

/** Undefined for everything that this version has not written. */
export function readKept(text: string | null): KeptDraft | undefined {
  if (text === null) return undefined;
  try {
    const read = JSON.parse(text) as Partial<KeptDraft> & { readonly format?: number };
    const { at, version, base, now } = read;
    return read.format === 1 &&
      typeof at === "number" &&
      typeof version === "string" &&
      isTargeting(base) &&
      isTargeting(now)
      ? { at, version, base, now }
      : undefined;
  } catch {
    return undefined;
  }
}

function isTargeting(value: Partial<Targeting> | undefined): value is Targeting {
  return (
    typeof value === "object" &&
    typeof value.on === "boolean" &&
    [value.prerequisites, value.targets, value.rules].every((list) => Array.isArray(list)) &&
    typeof value.fallthrough === "object"
  );
}
