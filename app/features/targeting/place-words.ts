import type { Targeting } from "./targeting.ts";

/** The place on the path that a pointer leads to, as people call it. */
export function placeWords(pointer: string, draft: Pick<Targeting, "rules">): string {
  const [, place, at] = pointer.split("/");
  const index = Number(at);
  if (place === "rules") return draft.rules[index]?.name ?? `Rule ${index + 1}`;
  if (place === "targets") return "Individual targets";
  if (place === "prerequisites") return "Prerequisites";
  if (place === "fallthrough") return "Everyone else";
  return "The switch";
}
