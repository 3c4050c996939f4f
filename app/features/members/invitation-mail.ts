import { roleName } from "#app/features/access/role-words.ts";
import type { Mail } from "#app/platform/context.ts";

export function invitationMail(input: {
  to: string;
  inviter: string;
  project: string;
  role: string;
  link: string;
}): Mail {
  return {
    to: input.to,
    subject: `${input.inviter} invites you to ${input.project} on Guidon`,
    text: [
      "Hello,",
      "",
      `${input.inviter} invites you to the project ${input.project} as ${roleName(input.role)}. Join here:`,
      "",
      input.link,
      "",
      "The link works once, within a week.",
    ].join("\n"),
  };
}
