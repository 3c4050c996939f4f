import type { Evaluation, ListReference, Program, Snapshot } from "@guidon/engine";
import type { ListDelta } from "@guidon/engine/documents";
import type { Database, Queryable } from "#db/client.server.ts";
import type { EventRecord } from "./event-record.ts";
import type { Permission } from "./permission.ts";
import type { Logger } from "./log.server.ts";

/** The roles that are always there. */
export type Role = "owner" | "admin" | "maintainer" | "developer" | "viewer";

/** A role somewhere: in one project or (null) in all; in one environment of it or (null) in all. */
export interface Grant {
  /** One that is always there, or the key of one that the project made. */
  readonly role: string;
  readonly permissions: readonly Permission[];
  readonly projectId: string | null;
  readonly environmentId: string | null;
}

/** Who is acting. What they may do is `can`'s to say. */
export type Actor =
  | {
      readonly kind: "anonymous";
      /** Somebody who has shown who they are but not their second factor yet, which is all that they may do. */
      readonly awaiting?: PendingSession;
    }
  | { readonly kind: "system"; readonly name: string }
  | {
      readonly kind: "user";
      readonly id: string;
      readonly name: string;
      readonly email: string;
      readonly sessionId: string;
      /** When the second factor was last given in this session; never, where it is not there. */
      readonly secondFactorAt?: Date;
      readonly signedInAt?: Date;
      readonly grants: readonly Grant[];
    }
  | {
      readonly kind: "key";
      readonly id: string;
      readonly name: string;
      readonly keyKind: "server" | "client" | "management";
      readonly projectId: string;
      readonly environmentId: string | null;
      readonly grants: readonly Grant[];
      /** What the key's owner holds at present: the key never goes beyond it. */
      readonly ceiling: readonly Grant[];
    }
  | {
      /** A program of somebody's own, that acts as they do. */
      readonly kind: "token";
      readonly id: string;
      readonly name: string;
      readonly userId: string;
      readonly userName: string;
      /** What its owner holds at present. */
      readonly grants: readonly Grant[];
    };

/** A session between the password and the code. */
export interface PendingSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly method: SignInMethod;
}

export type SignInMethod = "password" | "sso";

/** One environment as this process serves it: replaced as a whole, never changed. */
export interface LiveEnvironment {
  readonly id: string;
  /** `project/environment`, as in the snapshot. */
  readonly name: string;
  readonly revision: number;
  readonly snapshot: Snapshot;
  readonly program: Program;
  /** The lists that travel apart, by `listKey`: as the snapshot wants them, or where one cannot be had its last good state. */
  readonly lists: ReadonlyMap<string, HeldList>;
}

/** A list that travels apart at one of its revisions: replaced as a whole, never changed. */
export interface HeldList extends ListReference {
  readonly keys: ReadonlySet<string>;
  /** The way from the revision that this process held before. */
  readonly since?: ListDelta & { readonly revision: number };
}

/** Port: the compiled environments in memory. */
export interface Snapshots {
  /** What is served now; undefined before the first load or for an unknown id. Never waits. */
  get(environmentId: string): LiveEnvironment | undefined;
  /** Resolves once this process serves `revision` of the environment, or a later one. */
  reach(environmentId: string, revision: number): Promise<LiveEnvironment>;
}

/** What processes tell one another. A notice may be lost; a poll makes up for it. */
export type Notice =
  | { readonly kind: "published"; readonly environmentId: string; readonly revision: number }
  /** Something of a project that no SDK is told of, such as the name of a flag. */
  | { readonly kind: "changed"; readonly projectId: string }
  | { readonly kind: "access" };

/** Port: notices to every process, this one included. */
export interface Bus {
  publish(notice: Notice): Promise<void>;
}

/** Port: what is reported, on its way to the database. */
export interface EventIntake {
  /** Resolves once all of it is durable; refuses at once, with a Problem, what it cannot take now. */
  put(records: readonly EventRecord[]): Promise<void>;
}

/** Port: how often flags are evaluated by this process. */
export interface EvaluationCounter {
  /** Counts one; never waits and never fails. */
  add(environmentId: string, flag: string, evaluation: Evaluation): void;
}

export interface SessionOpening {
  readonly userId: string;
  readonly method: SignInMethod;
  /** The second factor is still to come. */
  readonly awaitsSecondFactor: boolean;
  readonly secondFactorAt: Date | null;
  readonly origin: RequestOrigin;
}

/** Port: browser sessions. Every answer is a Set-Cookie value for the edge to send. */
export interface Sessions {
  open(db: Queryable, opening: SessionOpening): Promise<string>;
  /** The same session under a new id, with what was given meanwhile; the old id opens nothing from then on. */
  renew(
    db: Queryable,
    sessionId: string,
    change: { readonly secondFactorAt?: Date | null; readonly awaitsSecondFactor?: false },
  ): Promise<string>;
  close(db: Queryable, sessionId: string): Promise<string>;
}

/** Port: secrets that must be had back in clear, such as what an authenticator app shares with us. */
export interface Secrets {
  /** Encrypted for one purpose; opened for another it is refused. */
  seal(text: string, purpose: string): string;
  open(sealed: string, purpose: string): string;
  /** False where an older key sealed it, or another one did. */
  isCurrent(sealed: string): boolean;
}

export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain, in paragraphs. */
  readonly text: string;
}

/** Port: mail on its way out. Resolves once the mail server has taken it. */
export interface Mailer {
  send(mail: Mail): Promise<void>;
}

/**
 * What is tried: a password or a code of an account, a mail to an address or from a network, a way to the identity
 * provider from a network.
 */
export type Attempt = "password" | "code" | "mail-to" | "mail-from" | "sso-from";

/** Port: keeps waiting who tries one after the other. */
export interface Attempts {
  /** Counts one, right or wrong, before it is looked at; throws a Problem once there were too many. */
  admit(kind: Attempt, who: string): void;
}

/** Where a request comes from, for audit entries and logs. */
export interface RequestOrigin {
  readonly address: string | null;
  readonly requestId: string | null;
  readonly traceId: string | null;
  /** What the browser or program calls itself. */
  readonly userAgent: string | null;
}

/** Everything a use case may reach for; time, ids and randomness come from here and nowhere else. */
export interface Context {
  readonly db: Database;
  readonly snapshots: Snapshots;
  readonly bus: Bus;
  readonly sessions: Sessions;
  readonly secrets: Secrets;
  readonly mailer: Mailer;
  readonly attempts: Attempts;
  /** The address under which browsers reach the product, for links that are mailed; without a trailing slash. */
  readonly publicUrl: string;
  readonly events: EventIntake;
  readonly counts: EvaluationCounter;
  readonly actor: Actor;
  readonly origin: RequestOrigin;
  /** For what must not happen before a change is committed, nor without it: at once, unless a larger transaction is open. */
  readonly whenCommitted: (effect: () => Promise<void>) => Promise<void>;
  readonly log: Logger;
  readonly now: () => Date;
  /** UUIDv7. */
  readonly newId: () => string;
  /** A seed for a draw: an integer from 0 to 2^32 - 1. */
  readonly newSeed: () => number;
  /** 256 random bits in base62: the secret part of keys, links and sessions. */
  readonly newSecret: () => string;
}
