import type { Mail, Mailer } from "./context.ts";

export interface MailQueue extends Mailer {
  /** Mails that were taken and are not delivered yet. */
  waiting(): number;
  /** Gives up what still waits, so that a process can end. */
  close(): void;
}

interface Input {
  /** One attempt to hand a mail to the server. */
  readonly deliver: (mail: Mail) => Promise<void>;
  /** How long an attempt may take in all, however slowly the server answers each step. */
  readonly deadlineMs?: number;
  /** Between one attempt and the next; after the last a mail is given up. */
  readonly pausesMs?: readonly number[];
  /** A server that could not be reached is left alone for so long. */
  readonly restMs?: number;
  /** More are refused at once. */
  readonly most?: number;
}

/**
 * Mails on their way to a server that may be slow or away. They wait in memory and nowhere else, since the links in them
 * are secrets: whoever gets none asks again. While the server cannot be reached only one attempt at a time goes to it.
 */
export function createMailQueue(input: Input): MailQueue {
  const {
    deadlineMs = 20_000,
    pausesMs = [5000, 30_000, 120_000, 600_000],
    restMs = 10_000,
    most = 200,
  } = input;
  const stop = new AbortController();
  let held = 0;
  let restUntil = 0;

  async function attempt(mail: Mail): Promise<void> {
    const now = performance.now();
    if (now < restUntil) throw new Error("The mail server did not answer a moment ago.");
    // Until it is known how this one goes, the others do not try a server that has failed just before.
    if (restUntil > 0) restUntil = now + deadlineMs;
    try {
      await atMost(deadlineMs, input.deliver(mail));
      restUntil = 0;
    } catch (error) {
      restUntil = isAnswer(error) ? 0 : performance.now() + restMs;
      throw error;
    }
  }

  async function sendAgain(mail: Mail): Promise<void> {
    for (const pause of pausesMs) {
      try {
        await attempt(mail);
        return;
      } catch (error) {
        if (isFinal(error)) throw error;
      }
      await wait(pause, stop.signal);
    }
    await attempt(mail);
  }

  return {
    waiting: () => held,
    close: () => stop.abort(new Error("The process is stopping.")),
    async send(mail) {
      if (stop.signal.aborted) throw new Error("The process is stopping.");
      if (held >= most) throw new Error(`${most} mails wait already for a server that does not take them.`);
      held++;
      try {
        await sendAgain(mail);
      } finally {
        held--;
      }
    },
  };
}

/** Whether the server said something: then it is there. */
function isAnswer(error: unknown): boolean {
  return responseCode(error) !== undefined;
}

/** The server has refused the mail for good (RFC 5321, 4.2.1): sent again it would be refused again. */
function isFinal(error: unknown): boolean {
  const code = responseCode(error);
  return code !== undefined && code >= 500;
}

function responseCode(error: unknown): number | undefined {
  const code = error instanceof Error && "responseCode" in error ? error.responseCode : undefined;
  return typeof code === "number" ? code : undefined;
}

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The mail server took longer than ${ms} ms.`)), ms);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", gone);
      resolve();
    }, ms);
    timer.unref();
    if (signal.aborted) gone();
    else signal.addEventListener("abort", gone, { once: true });
  });
}
