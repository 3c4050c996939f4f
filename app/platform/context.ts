import type { Evaluation, Program, Snapshot } from "@guidon/engine";
import type { Database } from "#db/client.server.ts";
import type { EventRecord } from "./event-record.ts";
import type { Logger } from "./log.server.ts";

export type Role = "owner" | "admin" | "developer" | "viewer";

/** A role somewhere: in one project or (null) in all; in one environment of it or (null) in all. */
export interface Grant {
  readonly role: Role;
  readonly projectId: string | null;
  readonly environmentId: string | null;
}

/** Who is acting. What they may do is `can`'s to say. */
export type Actor =
  | { readonly kind: "anonymous" }
  | { readonly kind: "system"; readonly name: string }
  | {
      readonly kind: "user";
      readonly id: string;
      readonly name: string;
      readonly email: string;
      readonly sessionId: string;
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
    };

/** One environment as this process serves it: replaced as a whole, never changed. */
export interface LiveEnvironment {
  readonly id: string;
  /** `project/environment`, as in the snapshot. */
  readonly name: string;
  readonly revision: number;
  readonly snapshot: Snapshot;
  readonly program: Program;
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

/** Port: browser sessions. Every answer is a Set-Cookie value for the edge to send. */
export interface Sessions {
  open(userId: string): Promise<string>;
  close(sessionId: string): Promise<string>;
}

/** Where a request comes from, for audit entries and logs. */
export interface RequestOrigin {
  readonly address: string | null;
  readonly requestId: string | null;
  readonly traceId: string | null;
}

/** Everything a use case may reach for; time, ids and randomness come from here and nowhere else. */
export interface Context {
  readonly db: Database;
  readonly snapshots: Snapshots;
  readonly bus: Bus;
  readonly sessions: Sessions;
  readonly events: EventIntake;
  readonly counts: EvaluationCounter;
  readonly actor: Actor;
  readonly origin: RequestOrigin;
  readonly log: Logger;
  readonly now: () => Date;
  /** UUIDv7. */
  readonly newId: () => string;
  /** A seed for a draw: an integer from 0 to 2^32 - 1. */
  readonly newSeed: () => number;
  /** 256 random bits in base62: the secret part of keys, links and sessions. */
  readonly newSecret: () => string;
}
