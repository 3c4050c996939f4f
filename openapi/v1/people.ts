import { z } from "zod";
import { operation } from "../operation.ts";
import { keySettlementSchema } from "./access.ts";
import { managers, nextSchema, pageQuery, sortedBy, timeSchema, yesOrNo } from "./common.ts";

const personParams = z.object({ person: z.uuid() });

/** Everybody who has an account, whatever projects they are in. */
export const peopleOperations = {
  listPeople: operation({
    id: "listPeople",
    method: "get",
    path: "/api/v1/people",
    summary: "Everybody who has an account",
    description: "For Owners of the whole installation.",
    tag: "People",
    credentials: managers,
    query: pageQuery.extend({
      search: z.string().max(200).optional().meta({ description: "Part of a name or address." }),
      twoFactor: yesOrNo().meta({ description: "Whether they have turned two-factor on." }),
      sort: sortedBy("name", "-name", "email", "-email", "createdAt", "-createdAt"),
    }),
    answers: {
      200: {
        description: "One page.",
        schema: z.strictObject({
          people: z.array(
            z.strictObject({
              id: z.uuid(),
              name: z.string(),
              email: z.string(),
              createdAt: timeSchema,
              twoFactorSince: timeSchema.nullable().meta({ description: "Null: it is off." }),
            }),
          ),
          next: nextSchema,
        }),
      },
    },
  }),
  removePerson: operation({
    id: "removePerson",
    method: "delete",
    path: "/api/v1/people/{person}",
    summary: "End somebody's account",
    description:
      "With their roles, sessions and personal tokens. Asks for a fresh second factor. While programs can use keys of theirs, `keys` is to say what becomes of these.",
    tag: "People",
    credentials: ["session"],
    params: personParams,
    query: z.object({
      confirm: z.string().max(254).meta({ description: "Their address once more." }),
      keys: keySettlementSchema.optional(),
    }),
    answers: { 204: { description: "Ended." } },
  }),
  resetTwoFactor: operation({
    id: "resetTwoFactor",
    method: "delete",
    path: "/api/v1/people/{person}/two-factor",
    summary: "Take somebody's second factor away, who has lost it",
    description:
      "They are signed out everywhere, told by mail, and make a new one after signing in. Asks for a fresh second factor.",
    tag: "People",
    credentials: ["session"],
    params: personParams,
    answers: { 204: { description: "Taken away." } },
  }),
} as const;
