import { listPeople } from "#app/features/people/list-people.server.ts";
import { removePerson } from "#app/features/people/remove-person.server.ts";
import { resetTwoFactor } from "#app/features/people/reset-two-factor.server.ts";
import { pageOf } from "#app/platform/cursor.ts";
import type { peopleOperations } from "#openapi/v1/people.ts";
import type { Handler } from "./handler.ts";
import { personOrder, usualLimit } from "./list-orders.ts";
import { mentions, time } from "./present.ts";

type PeopleHandlers = { [Id in keyof typeof peopleOperations]: Handler<(typeof peopleOperations)[Id]> };

export const peopleHandlers: PeopleHandlers = {
  listPeople: async (ctx, { query }) => {
    const { search, twoFactor, sort = "name" } = query;
    const found = (await listPeople(ctx)).filter(
      ({ name, email, twoFactorSince }) =>
        mentions(search, name, email) && (twoFactor === undefined || (twoFactorSince !== null) === twoFactor),
    );
    const { rows, next } = pageOf(found, personOrder(sort), { limit: usualLimit, ...query });
    return {
      status: 200,
      body: {
        people: rows.map((person) => ({
          ...person,
          createdAt: time(person.createdAt),
          twoFactorSince: time(person.twoFactorSince),
        })),
        next,
      },
    };
  },
  removePerson: async (ctx, { params, query }) => {
    await removePerson(ctx, { ...params, ...query });
    return { status: 204 };
  },
  resetTwoFactor: async (ctx, { params }) => {
    await resetTwoFactor(ctx, params);
    return { status: 204 };
  },
};
