import { createTransport } from "nodemailer";
import type { Mailer } from "./context.ts";
import { createMailQueue, type MailQueue } from "./mail-queue.server.ts";

/** How long a mail server may take for each step, in milliseconds. */
const patience = 10_000;

export function createSmtpMailer(input: { url: string; from: string }): MailQueue {
  const transport = createTransport({
    url: input.url,
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    dnsTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return createMailQueue({
    async deliver({ to, subject, text }) {
      await transport.sendMail({ from: input.from, to, subject, text });
    },
  });
}

/** Where no mail server is set: whoever watches the terminal passes the mail on. */
export function createPrintingMailer(print: (lines: readonly string[]) => void): Mailer {
  return {
    async send({ to, subject, text }) {
      print([
        `Mail to ${to} (printed, since SMTP_URL is not set): ${subject}`,
        ...text.split("\n").map((line) => `  ${line}`),
      ]);
    },
  };
}
