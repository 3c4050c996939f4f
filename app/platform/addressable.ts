import { invalid } from "./problem.ts";

/**
 * Keys are parts of addresses, and two kinds of address are taken: the page that makes a new thing, and the data of a
 * page, which the page's framework asks for under its address with `.data`.
 */
export function refuseUnaddressable(key: string): void {
  if (key === "new") throw invalid("/key", 'The key "new" is taken by the page that makes a new one.');
  if (key.endsWith(".data")) throw invalid("/key", 'A key cannot end with ".data".');
}
