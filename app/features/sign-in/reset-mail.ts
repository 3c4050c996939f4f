import type { Mail } from "#app/platform/context.ts";

/** Minutes for which a link to a new password opens. */
export const resetLife = 60;

export function resetMail(input: { to: string; name: string; link: string }): Mail {
  return {
    to: input.to,
    subject: "A new password for Guidon",
    text: [
      `Hello ${input.name},`,
      "",
      "somebody asked for a new password for your account. Choose one here:",
      "",
      input.link,
      "",
      `The link works once, within ${resetLife} minutes. If it was not you, do nothing: your password stays as it is.`,
    ].join("\n"),
  };
}

export function passwordChangedMail(input: { to: string; name: string; publicUrl: string }): Mail {
  return {
    to: input.to,
    subject: "Your password for Guidon was changed",
    text: [
      `Hello ${input.name},`,
      "",
      "your password was changed just now, and you are signed out everywhere.",
      `If it was not you, choose another one at ${input.publicUrl}/forgot and tell an Owner.`,
    ].join("\n"),
  };
}
