/** Thrown instead of asking: the database has not answered a moment ago, or may not be asked yet. */
export class DatabaseUnavailable extends Error {
  constructor(why: string) {
    super(why);
    this.name = "DatabaseUnavailable";
  }
}

/** Thrown instead of asking: all connections were taken for too long. The database itself may be well. */
export class DatabaseBusy extends DatabaseUnavailable {
  constructor(why: string) {
    super(why);
    this.name = "DatabaseBusy";
  }
}

/** Node's and the driver's words for a server that no connection can be opened to. */
const unreachable = new Set([
  "CONNECT_TIMEOUT",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOTFOUND",
  "ETIMEDOUT",
]);

/** And for a connection that was there. */
const broken = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "ECONNABORTED",
  "ECONNRESET",
  "EPIPE",
]);

/**
 * PostgreSQL's: connection lost (08), out of connections, disk or memory (53), shutting down or starting up and timed
 * out (57), a lock not had in time, a transaction ended for idling or failing over to a server that cannot write.
 */
const refused = /^(08...|53...|57...|55P03|25P03|25006)$/;
/** Those after which it closes the connection. */
const closing = /^(08...|57P0.|25P03)$/;

const isUnavailable = (cause: Error) => cause instanceof DatabaseUnavailable;

/** The socket file of an embedded server that is down. */
const isSocketMissing = (code: string, cause: Error) =>
  code === "ENOENT" && (cause as NodeJS.ErrnoException).syscall === "connect";

const isUnopened = (code: string, cause: Error) =>
  unreachable.has(code) || code === "57P03" || isSocketMissing(code, cause);

/** Whether the error says that the database is away, hangs or refuses work; nothing is wrong with the statement then. */
export function isOutage(error: unknown): boolean {
  const says = (code: string, cause: Error) =>
    isUnopened(code, cause) || broken.has(code) || refused.test(code);
  return somewhere(error, (cause) => isUnavailable(cause) || says(codeOf(cause), cause));
}

/** A deadlock, or an order of things that two could not have: PostgreSQL ended one of them, and nothing of it happened. */
export function isCollision(error: unknown): boolean {
  return somewhere(error, (cause) => ["40P01", "40001"].includes(codeOf(cause)));
}

/** Whether it was not even asked, for want of a connection that was free. */
export function isBusy(error: unknown): boolean {
  return somewhere(error, (cause) => cause instanceof DatabaseBusy);
}

/** Whether no connection could be opened, or a server hangs on one: more attempts would only queue up. */
export function isUnreachable(error: unknown): boolean {
  return somewhere(error, (cause) => isUnavailable(cause) || isUnopened(codeOf(cause), cause));
}

/** Whether a connection is of no use any more. */
export function isConnectionLost(error: unknown): boolean {
  const says = (code: string) => broken.has(code) || closing.test(code);
  return isUnreachable(error) || somewhere(error, (cause) => says(codeOf(cause)));
}

function codeOf(cause: Error): string {
  const { code } = cause as NodeJS.ErrnoException;
  return typeof code === "string" ? code : "";
}

/** In the error or in what caused it. */
function somewhere(error: unknown, says: (cause: Error) => boolean): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (says(cause)) return true;
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
