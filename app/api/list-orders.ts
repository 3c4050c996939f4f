import { roles } from "#app/features/access/roles.ts";
import type { OpenSession } from "#app/features/account/list-sessions.server.ts";
import type { ListedApiKey } from "#app/features/api-keys/list-api-keys.server.ts";
import type { ListedEnvironment } from "#app/features/environments/list-environments.server.ts";
import type { Member } from "#app/features/members/list-members.server.ts";
import type { ListedPerson } from "#app/features/people/list-people.server.ts";
import type { ListedProject } from "#app/features/projects/list-projects.server.ts";
import type { ListedRole } from "#app/features/roles/list-roles.server.ts";
import type { ListedToken } from "#app/features/tokens/list-tokens.server.ts";
import type { UsedDraw } from "#app/features/layers/list-shared-draws.server.ts";
import type { Order, Position } from "#app/platform/cursor.ts";

/** How many a page has at most where the caller does not say. */
export const usualLimit = 50;

type Named<Row> = Readonly<Record<string, (row: Row) => Position>>;

/** `-name`: the same from high to low, but for the last part, which only tells equals apart. */
function orders<Row>(list: string, positions: Named<Row>) {
  return (sort: string): Order<Row> => {
    const descending = sort.startsWith("-");
    const position = positions[descending ? sort.slice(1) : sort];
    if (position === undefined) throw new Error(`The list of ${list} has no order ${sort}.`);
    return { name: `${list} ${sort}`, position, descending: [descending] };
  };
}

export const projectOrder = orders<ListedProject>("projects", {
  name: ({ name, key }) => [name, key],
  key: ({ key }) => [key],
});

export const memberOrder = orders<Member>("members", {
  name: ({ name, id }) => [name, id],
  email: ({ email, id }) => [email, id],
  since: ({ since, id }) => [since.getTime(), id],
});

export const keyOrder = orders<ListedApiKey>("keys", {
  createdAt: ({ createdAt, id }) => [createdAt.getTime(), id],
  name: ({ name, id }) => [name, id],
});

export const roleOrder = orders<ListedRole>("roles", {
  breadth: ({ key, name, builtIn }) => [
    builtIn ? roles.findIndex((role) => role === key) : roles.length,
    name,
    key,
  ],
})("breadth");

export const environmentOrder = orders<ListedEnvironment>("environments", {
  position: ({ position, key }) => [position, key],
})("position");

const drawOrder = (list: string) => orders<UsedDraw>(list, { key: ({ key }) => [key] })("key");
export const holdoutOrder = drawOrder("holdouts");
export const layerOrder = drawOrder("layers");

export const tokenOrder = orders<ListedToken>("tokens", {
  createdAt: ({ createdAt, id }) => [createdAt.getTime(), id],
})("-createdAt");

export const sessionOrder = orders<OpenSession>("sessions", {
  lastSeenAt: ({ lastSeenAt, id }) => [lastSeenAt.getTime(), id],
})("-lastSeenAt");

export const personOrder = orders<ListedPerson>("people", {
  name: ({ name, id }) => [name, id],
  email: ({ email, id }) => [email, id],
  createdAt: ({ createdAt, id }) => [createdAt.getTime(), id],
});
