import type { Mail } from "#app/platform/context.ts";

export function twoFactorResetMail(input: { to: string; name: string; by: string }): Mail {
  return {
    to: input.to,
    subject: "Your two-factor for Guidon was taken away",
    text: [
      `Hello ${input.name},`,
      "",
      `${input.by} has taken away the second factor of your account, and you are signed out everywhere.`,
      "Your password alone opens it now: sign in, and turn two-factor on again under your account.",
      "If you did not ask for this, tell your Owners at once.",
    ].join("\n"),
  };
}
