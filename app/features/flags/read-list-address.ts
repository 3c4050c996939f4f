import { z } from "zod";
import { flagKinds } from "./flag.ts";
import { flagSorts, flagStates, lifecycles, type FlagFilter } from "./flag-query.ts";
import { showings, type Chosen } from "./list-address.ts";

/** A form sends what was not filled in as nothing. */
const chosen = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional().catch(undefined));

const statePattern = new RegExp(`^(?:(.{1,200}):)?(${flagStates.join("|")})$`);

const address = z.object({
  search: chosen(z.string().trim().max(200)),
  kind: chosen(z.enum(flagKinds)),
  tag: chosen(z.string().max(50)),
  owner: chosen(z.string().max(100)),
  state: chosen(z.string().regex(statePattern)),
  show: chosen(z.enum(showings)),
  sort: chosen(z.enum(flagSorts)),
  cursor: chosen(z.string().regex(/^\d{1,9}$/)),
});

/** What does not belong there narrows nothing. */
export function readAddress(params: URLSearchParams): Chosen {
  return address.parse(Object.fromEntries(params));
}

export function filterOf({ search, kind, tag, owner, state, show, sort }: Chosen): FlagFilter {
  const [, environment, doing] = statePattern.exec(state ?? "") ?? [];
  return {
    ...{ search: search === "" ? undefined : search, kind, tag, owner, sort, environment },
    state: flagStates.find((each) => each === doing),
    lifecycle: lifecycles.find((each) => each === show),
    archived: show === "archived",
  };
}
