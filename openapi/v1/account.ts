import { z } from "zod";
import { operation } from "../operation.ts";
import { nextSchema, pageQuery, text, timeSchema } from "./common.ts";

const tag = "Account";
const credentials = ["session"] as const;
const passwordSchema = z.string().min(12).max(256);
const recoveryCodesSchema = z.strictObject({
  recoveryCodes: z.array(z.string()).meta({ description: "Shown this once. Each is taken once." }),
});

const tokenFields = {
  id: z.uuid(),
  name: z.string(),
  prefix: z.string(),
  createdAt: timeSchema,
  expiresAt: timeSchema,
  lastUsedAt: timeSchema.nullable(),
};

/** What a signed-in person does about their own account. */
export const accountOperations = {
  updateMe: operation({
    id: "updateMe",
    method: "patch",
    path: "/api/v1/me",
    summary: "Change your name",
    tag,
    credentials,
    body: z.strictObject({ name: text(100) }),
    answers: { 204: { description: "Changed." } },
    example: { body: { name: "Ada Moreau" }, status: 204 },
  }),
  changePassword: operation({
    id: "changePassword",
    method: "put",
    path: "/api/v1/me/password",
    summary: "Change your password",
    description: "Ends every other session, and gives this one a new id by `Set-Cookie`.",
    tag,
    credentials,
    body: z.strictObject({ current: z.string().min(1).max(256), password: passwordSchema }),
    answers: { 204: { description: "Changed." } },
    example: {
      body: { current: "a long enough password", password: "an even longer password" },
      status: 204,
    },
  }),
  listTokens: operation({
    id: "listTokens",
    method: "get",
    path: "/api/v1/me/tokens",
    summary: "Your personal tokens",
    tag,
    credentials,
    query: pageQuery,
    answers: {
      200: {
        description: "Newest first.",
        schema: z.strictObject({ tokens: z.array(z.strictObject(tokenFields)), next: nextSchema }),
      },
    },
    example: { status: 200 },
  }),
  createToken: operation({
    id: "createToken",
    method: "post",
    path: "/api/v1/me/tokens",
    summary: "Make a token by which your own programs act as you do",
    description:
      "It may do what you may at any time, but for your account, invitations, keys and what asks for a second factor. It ends with you.",
    tag,
    credentials,
    body: z.strictObject({
      name: text(100),
      expiresAt: timeSchema.meta({ description: "Within a year." }),
    }),
    answers: {
      201: {
        description: "The token, shown this once.",
        schema: z.strictObject({
          id: z.uuid(),
          name: z.string(),
          createdAt: timeSchema,
          expiresAt: timeSchema,
          token: z.string(),
        }),
      },
    },
  }),
  deleteToken: operation({
    id: "deleteToken",
    method: "delete",
    path: "/api/v1/me/tokens/{token}",
    summary: "End a token",
    tag,
    credentials,
    params: z.object({ token: z.uuid() }),
    answers: { 204: { description: "Ended." } },
  }),
  listSessions: operation({
    id: "listSessions",
    method: "get",
    path: "/api/v1/me/sessions",
    summary: "Where you are signed in",
    tag,
    credentials,
    query: pageQuery,
    answers: {
      200: {
        description: "The last seen first.",
        schema: z.strictObject({
          sessions: z.array(
            z.strictObject({
              id: z.uuid(),
              current: z.boolean(),
              method: z.enum(["password", "sso"]),
              createdAt: timeSchema,
              lastSeenAt: timeSchema,
              address: z.string().nullable(),
              userAgent: z.string().nullable(),
            }),
          ),
          next: nextSchema,
        }),
      },
    },
    example: { status: 200 },
  }),
  endSession: operation({
    id: "endSession",
    method: "delete",
    path: "/api/v1/me/sessions/{session}",
    summary: "Sign out in one place",
    tag,
    credentials,
    params: z.object({ session: z.uuid() }),
    answers: { 204: { description: "Ended." } },
  }),
  endOtherSessions: operation({
    id: "endOtherSessions",
    method: "delete",
    path: "/api/v1/me/sessions",
    summary: "Sign out everywhere else",
    tag,
    credentials,
    answers: {
      200: { description: "How many sessions ended.", schema: z.strictObject({ ended: z.number() }) },
    },
    example: { status: 200 },
  }),
  getTwoFactor: operation({
    id: "getTwoFactor",
    method: "get",
    path: "/api/v1/me/two-factor",
    summary: "Whether two-factor is on",
    tag,
    credentials,
    answers: {
      200: {
        description: "How it stands.",
        schema: z.strictObject({
          since: timeSchema.nullable().meta({ description: "Null: off." }),
          recoveryCodesLeft: z.number(),
          asksForPassword: z.boolean(),
        }),
      },
    },
    example: { status: 200 },
  }),
  beginTwoFactor: operation({
    id: "beginTwoFactor",
    method: "post",
    path: "/api/v1/me/two-factor",
    summary: "Begin with an authenticator app",
    description: "Nothing is on before a first code confirms it. Asked for again, the same secret is told.",
    tag,
    credentials,
    answers: {
      200: {
        description: "What the app is to know.",
        schema: z.strictObject({
          secret: z.string().meta({ description: "In base32, to be typed." }),
          uri: z.string().meta({ description: "`otpauth:`, for a QR code." }),
        }),
      },
    },
    example: { status: 200 },
  }),
  confirmTwoFactor: operation({
    id: "confirmTwoFactor",
    method: "post",
    path: "/api/v1/me/two-factor/confirm",
    summary: "Turn two-factor on with a first code",
    description: "Ends every other session, and gives this one a new id by `Set-Cookie`.",
    tag,
    credentials,
    body: z.strictObject({
      code: z.string().regex(/^\d{6}$/),
      password: z
        .string()
        .max(256)
        .optional()
        .meta({ description: "Yours; left out by those who have none." }),
    }),
    answers: { 200: { description: "On.", schema: recoveryCodesSchema } },
  }),
  removeTwoFactor: operation({
    id: "removeTwoFactor",
    method: "delete",
    path: "/api/v1/me/two-factor",
    summary: "Turn two-factor off",
    description: "Asks for a fresh second factor.",
    tag,
    credentials,
    answers: { 204: { description: "Off." } },
  }),
  renewRecoveryCodes: operation({
    id: "renewRecoveryCodes",
    method: "post",
    path: "/api/v1/me/recovery-codes",
    summary: "Make new recovery codes",
    description: "In place of the old ones. Asks for a fresh second factor.",
    tag,
    credentials,
    answers: { 200: { description: "Made.", schema: recoveryCodesSchema } },
  }),
  giveSecondFactor: operation({
    id: "giveSecondFactor",
    method: "post",
    path: "/api/v1/me/second-factor",
    summary: "Give your second factor again",
    description:
      "Opens, for 15 minutes, what asks for a fresh second factor. The session gets a new id by `Set-Cookie`.",
    tag,
    credentials,
    body: z.strictObject({
      code: text(100).meta({ description: "Six digits of the app, or a recovery code." }),
    }),
    answers: { 204: { description: "Taken." } },
  }),
} as const;
