/** Thrown instead of asking: the database has not answered a moment ago, or may not be asked yet. */
export class DatabaseUnavailable extends Error {
  constructor(why: string) {
    super(why);
    this.name = "DatabaseUnavailable";
  }
}

/** Node's words for a server that is not there, or is no longer. */
const lost = new Set([
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

/**
 * PostgreSQL's: connection lost (08), out of connections, disk or memory (53), shutting down or starting up and timed
 * out (57), a lock not had in time, a transaction ended for idling or failing over to a server that cannot write.
 */
const states = /^(08...|53...|57...|55P03|25P03|25006)$/;

/** The driver's, which have no code. */
const messages =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Client (has encountered a connection error|was closed))/;

/** Whether the error says that the database is away, hangs or refuses work; nothing is wrong with the statement then. */
export function isOutage(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof DatabaseUnavailable || messages.test(cause.message)) return true;
    const { code, syscall } = cause as NodeJS.ErrnoException;
    if (typeof code !== "string") continue;
    // The socket file of an embedded server that is down.
    if (lost.has(code) || states.test(code) || (code === "ENOENT" && syscall === "connect")) return true;
  }
  return false;
}

export interface Breaker {
  /** Throws while nothing is expected of the database. Whoever passes tells how it went. */
  enter(): void;
  succeeded(): void;
  failed(): void;
}

/**
 * A database that could not be reached is left alone for `restMs`; then one caller tries, and the others are refused at
 * once until that one knows more. So requests do not queue up before a server that is down.
 */
export function createBreaker(restMs: number, now: () => number = () => performance.now()): Breaker {
  let restUntil: number | undefined;
  return {
    enter() {
      if (restUntil === undefined) return;
      if (now() < restUntil) throw new DatabaseUnavailable("The database did not answer a moment ago.");
      restUntil = Number.POSITIVE_INFINITY;
    },
    succeeded() {
      restUntil = undefined;
    },
    failed() {
      restUntil = now() + restMs;
    },
  };
}
