import { z } from "zod";
import { operation } from "../operation.ts";
import { roleSchema } from "./access.ts";
import { text } from "./common.ts";
import { keySchema } from "./documents.ts";

const tag = "Single sign-on";
const credentials = ["session"] as const;

const connection = {
  name: text(60).meta({ description: "On the button of the sign-in page." }),
  issuer: z.url({ protocol: /^https?$/ }).max(500),
  clientId: text(300),
  scopes: z.array(z.string().min(1).max(100)).max(20).meta({ description: "Asked for beside `openid`." }),
  groupsClaim: text(200).meta({ description: "The claim that holds a person's groups." }),
  domains: z
    .array(z.string().min(1).max(253))
    .max(50)
    .meta({ description: "Of the e-mail addresses that the provider may vouch for." }),
  createsAccounts: z.boolean().meta({ description: "Whether somebody unknown gets an account." }),
  roleMapping: z
    .array(
      z.strictObject({
        group: text(300).nullable().meta({ description: "Null: everybody." }),
        project: keySchema.nullable().meta({ description: "Null: all projects." }),
        role: roleSchema,
      }),
    )
    .max(500),
};

export const ssoOperations = {
  getSso: operation({
    id: "getSso",
    method: "get",
    path: "/api/v1/sso",
    summary: "How people sign in by your identity provider",
    tag,
    credentials,
    answers: {
      200: {
        description: "Everything but the secret.",
        schema: z.strictObject({ ...connection, redirectUri: z.string() }).meta({ id: "SsoConnection" }),
      },
    },
  }),
  setSso: operation({
    id: "setSso",
    method: "put",
    path: "/api/v1/sso",
    summary: "Set single sign-on up, or change it",
    description: "By an Owner of the whole installation with a fresh second factor.",
    tag,
    credentials,
    body: z.strictObject({
      ...connection,
      clientSecret: z
        .string()
        .min(1)
        .max(1000)
        .optional()
        .meta({ description: "Left out, it stays as it is." }),
    }),
    answers: { 204: { description: "It holds from the next sign-in on." } },
  }),
  removeSso: operation({
    id: "removeSso",
    method: "delete",
    path: "/api/v1/sso",
    summary: "Remove single sign-on",
    description: "By an Owner of the whole installation with a fresh second factor.",
    tag,
    credentials,
    answers: { 204: { description: "Removed." } },
  }),
} as const;
