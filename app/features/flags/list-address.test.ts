import { expect, test } from "vitest";
import { narrowing, sortAfter, withChosen } from "./list-address.ts";
import { filterOf, readAddress } from "./read-list-address.ts";

const read = (query: string) => readAddress(new URLSearchParams(query));

test("reads what is chosen, and what no control would send narrows nothing", () => {
  const chosen = read(
    "search=pay&kind=&tag=q4&state=production:on&show=stale&sort=name&kind=nonsense&page=x",
  );
  expect(filterOf(chosen)).toEqual({
    ...{ search: "pay", kind: undefined, tag: "q4", owner: undefined, sort: "name" },
    ...{ environment: "production", state: "on", lifecycle: "stale", archived: false },
  });
  expect(chosen.page).toBeUndefined();
  expect(narrowing(chosen)).toBe(4);
});

test("takes a state anywhere, and environments with colons in their names", () => {
  expect(filterOf(read("state=killed"))).toMatchObject({ environment: undefined, state: "killed" });
  expect(filterOf(read("state=a:b:off"))).toMatchObject({ environment: "a:b", state: "off" });
  expect(filterOf(read("state=production:asleep"))).toMatchObject({
    environment: undefined,
    state: undefined,
  });
});

test("a choice begins on the first page, and choosing nothing takes it out of the address", () => {
  const chosen = read("tag=q4&page=2");
  expect(withChosen(chosen, { kind: "ops" })).toBe("?tag=q4&kind=ops");
  expect(withChosen(chosen, { tag: undefined })).toBe("?");
  expect(withChosen(chosen, { page: 3 })).toBe("?tag=q4&page=3");
});

test("sorts the other way round when asked for the same again", () => {
  expect(sortAfter(undefined, "-updatedAt")).toBe("updatedAt");
  expect(sortAfter("name", "name")).toBe("-name");
  expect(sortAfter("-name", "name")).toBe("name");
});
