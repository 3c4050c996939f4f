import { z } from "zod";
import { flagKinds } from "./flag.ts";
import type { FlagSort } from "./flag-order.ts";
import { flagStates, lifecycles, type FlagFilter } from "./flag-query.ts";
import { showings, type Chosen } from "./list-address.ts";

/** A form sends what was not filled in as nothing. */
const chosen = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional().catch(undefined));

const statePattern = new RegExp(`^(?:(.{1,200}):)?(${flagStates.join("|")})$`);

const sorts = [
  ...(["-updatedAt", "updatedAt", "-createdAt", "createdAt", "name", "-name", "key", "-key"] as const),
] as const satisfies readonly FlagSort[];

const address = z.object({
  search: chosen(z.string().trim().max(200)),
  kind: chosen(z.enum(flagKinds)),
  tag: chosen(z.string().max(50)),
  owner: chosen(z.string().max(100)),
  state: chosen(z.string().regex(statePattern)),
  show: chosen(z.enum(showings)),
  sort: chosen(z.enum(sorts)),
  page: chosen(z.coerce.number().int().min(1).max(100_000)),
});

/** What does not belong there narrows nothing. */
export function readAddress(params: URLSearchParams): Chosen {
  return address.parse(Object.fromEntries(params));
}

export function filterOf({
  search,
  kind,
  tag,
  owner,
  state,
  show,
  sort,
}: Chosen): FlagFilter & { sort?: FlagSort | undefined } {
  const [, environment, doing] = statePattern.exec(state ?? "") ?? [];
  return {
    ...{ search: search === "" ? undefined : search, kind, tag, owner, sort, environment },
    state: flagStates.find((each) => each === doing),
    lifecycle: lifecycles.find((each) => each === show),
    archived: show === "archived",
  };
}
