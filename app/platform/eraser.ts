import type { Transaction } from "#db/client.server.ts";
import type { Context } from "./context.ts";

/** Whom a request of erasure is about: somebody with an account here, somebody whom programs evaluate for, or both. */
export interface ErasedPerson {
  readonly userId: string | null;
  /** What is exactly theirs wherever it stands: their e-mail address, and the keys by which programs know them. */
  readonly keys: readonly string[];
  /** What they are or were called. */
  readonly names: readonly string[];
  /** Whose values in the audit are theirs: the account's, and those of the keys that they own. */
  readonly holders: readonly string[];
  /** Stands in the place of their keys; the same everywhere, so that statistics stay what they are. */
  readonly pseudonym: string;
}

/** How much of what was erased; none where there was nothing. */
export interface Erased {
  readonly what: string;
  readonly count: number;
}

/** What a noun holds about people, and how that is erased: part of one transaction, and safe to be asked twice. */
export type Eraser = (tx: Transaction, ctx: Context, person: ErasedPerson) => Promise<readonly Erased[]>;

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);

/** Takes a person's keys and names out of text that people wrote; what only contains them in a longer word stays. */
export function redactor({ keys, names }: Pick<ErasedPerson, "keys" | "names">): (text: string) => string {
  const words = [...keys, ...names].filter((word) => word !== "").map(escape);
  if (words.length === 0) return (text) => text;
  const pattern = new RegExp(
    String.raw`(?<![\p{L}\p{N}_@-])(?:${words.join("|")})(?![\p{L}\p{N}_@-])`,
    "giu",
  );
  return (text) => text.replaceAll(pattern, "[erased]");
}

/** The value with a text in place of others, wherever exactly one of them stands in it. */
export function replaceTexts(value: unknown, texts: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return texts.get(value) ?? value;
  if (Array.isArray(value)) return value.map((each) => replaceTexts(each, texts));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, replaceTexts(each, texts)]));
}
