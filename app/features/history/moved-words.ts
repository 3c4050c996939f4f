import type { MovedShare } from "#app/features/targeting/moved-shares.ts";

/** How many users get another variant than before, as a sentence each. */
export function movedWords(moved: readonly MovedShare[]): string[] {
  return moved.map(({ rule, percent }) =>
    rule === null
      ? `${percent} % of everybody else get another variant than before`
      : `${percent} % of those who come to rule ${rule} get another variant than before`,
  );
}
