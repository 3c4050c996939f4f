import type { Actor, RequestOrigin } from "#app/platform/context.ts";
import type { AuditDraft } from "./audit-draft.ts";

export type ValueKind = "actor" | "origin" | "details" | "subject";

/** What an entry commits to by a digest, so that it can be erased. */
export interface PersonalValue {
  readonly kind: ValueKind;
  /** Whose it is: `user:` or `key:` and an id; empty where it is nobody's, or not known whose. */
  readonly holder: string;
  readonly value: ActorValue | OriginValue | DetailsValue | SubjectValue;
}

export interface ActorValue {
  /** Of the person or key; null: the system, or nobody who is known. */
  readonly id: string | null;
  readonly name: string;
  readonly email: string | null;
  /** The personal token by which the person acted. */
  readonly token: { readonly id: string; readonly name: string } | null;
}

export interface OriginValue {
  readonly address: string | null;
  readonly userAgent: string | null;
}

export interface DetailsValue {
  readonly summary: string;
  readonly changes: readonly string[];
  readonly comment: string;
}

/** The subject's key where it is personal. */
export interface SubjectValue {
  readonly key: string | null;
}

const longestAgent = 300;

/** What searching looks through: the texts alone, in lower case. */
export function wordsOf(value: unknown): string {
  if (typeof value === "string") return value.toLowerCase();
  if (typeof value !== "object" || value === null) return "";
  return Object.values(value)
    .map(wordsOf)
    .filter((words) => words !== "")
    .join("\n");
}

/** Subjects whose key is somebody's e-mail address. */
export const personalSubjects: ReadonlySet<string> = new Set(["member"]);

export function valuesOf(
  draft: AuditDraft,
  by: { readonly actor: Actor; readonly origin: RequestOrigin },
): Record<Exclude<ValueKind, "subject">, PersonalValue> & { subject: PersonalValue | undefined } {
  const { holder, value } = draft.actor === undefined ? nameOf(by.actor) : personOf(draft.actor);
  const { address, userAgent } = by.origin;
  const { summary, changes = [], comment = "", subject } = draft;
  return {
    actor: { kind: "actor", holder, value },
    origin: {
      kind: "origin",
      holder,
      value: { address, userAgent: userAgent?.slice(0, longestAgent) ?? null },
    },
    details: { kind: "details", holder: "", value: { summary, changes, comment } },
    subject: personalSubjects.has(subject.kind)
      ? { kind: "subject", holder: "", value: { key: subject.key } }
      : undefined,
  };
}

interface Named {
  readonly holder: string;
  readonly value: ActorValue;
}

const personOf = (person: { id: string; name: string; email?: string }): Named => ({
  holder: `user:${person.id}`,
  value: { id: person.id, name: person.name, email: person.email ?? null, token: null },
});

function nameOf(actor: Actor): Named {
  switch (actor.kind) {
    case "anonymous":
      return { holder: "", value: { id: null, name: "somebody not signed in", email: null, token: null } };
    case "system":
      return { holder: "", value: { id: null, name: actor.name, email: null, token: null } };
    case "user":
      return personOf(actor);
    case "key":
      return {
        holder: `key:${actor.id}`,
        value: { id: actor.id, name: actor.name, email: null, token: null },
      };
    case "token": {
      const token = { id: actor.id, name: actor.name };
      return {
        holder: `user:${actor.userId}`,
        value: { id: actor.userId, name: actor.userName, email: null, token },
      };
    }
    default:
      return actor satisfies never;
  }
}
