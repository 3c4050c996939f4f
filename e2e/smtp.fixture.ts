import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

export interface ReceivedMail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface MailServer {
  /** What a user would set as SMTP_URL. */
  readonly url: string;
  /** The next mail to that address that was not asked for before; waits for it. */
  next(to: string): Promise<ReceivedMail>;
  stop(): Promise<void>;
}

/** A mail server that takes what is sent by its one user. */
export async function startMailServer(): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    allowInsecureAuth: true,
    onAuth({ username, password }, _, done) {
      if (username === "guidon" && password === "p@ss/word") done(null, { user: username });
      else done(new Error("wrong credentials"));
    },
    onData(stream, session, done) {
      text(stream).then((raw) => {
        const envelope = session.envelope.mailFrom;
        mails.push(read(raw, envelope === false ? "" : envelope.address));
        done();
      }, done);
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://guidon:${encodeURIComponent("p@ss/word")}@127.0.0.1:${port}`,
    async next(to) {
      for (let tries = 0; tries < 200; tries++) {
        const index = mails.findIndex((mail) => mail.to === to);
        const [mail] = index === -1 ? [] : mails.splice(index, 1);
        if (mail !== undefined) return mail;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      throw new Error(`No mail came to ${to}.`);
    },
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}

function read(raw: string, from: string): ReceivedMail {
  const [head = "", ...body] = raw.split("\r\n\r\n");
  const header = (name: string) =>
    new RegExp(`^${name}: (.*(?:\r\n[ \t].*)*)`, "im").exec(head)?.[1]?.replaceAll(/\r\n\s+/g, " ") ?? "";
  const content = body.join("\r\n\r\n");
  const quoted = /quoted-printable/i.test(header("Content-Transfer-Encoding"));
  const plain = quoted
    ? content
        .replaceAll(/=\r\n/g, "")
        .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : content;
  return { from, to: header("To"), subject: header("Subject"), text: plain.replaceAll("\r\n", "\n") };
}
