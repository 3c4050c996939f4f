/** Kleene's three values, so that `all` is the least, `any` the greatest and `not` the opposite. */
export type Truth = -1 | 0 | 1;
export const FALSE = -1;
export const UNKNOWN = 0;
export const TRUE = 1;

export const truth = (holds: boolean): Truth => (holds ? TRUE : FALSE);

/** The greatest of some answers (towards `TRUE`) or the least (towards `FALSE`), as far as they must be asked for; the opposite where there are none. */
export function toward<Item>(
  end: typeof TRUE | typeof FALSE,
  items: readonly Item[],
  ask: (item: Item) => Truth,
): Truth {
  let result: Truth = end === TRUE ? FALSE : TRUE;
  for (let i = 0; i < items.length && result !== end; i++) {
    const answer = ask(items[i]!);
    if (end === TRUE ? answer > result : answer < result) result = answer;
  }
  return result;
}
