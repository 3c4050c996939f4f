import type { z } from "zod";

export type Method = "get" | "post" | "put" | "patch" | "delete";

/** Whose credentials an operation takes. `session` is a signed-in browser, `token` a program of somebody's own. */
export type Credential = "server" | "client" | "management" | "token" | "session";

export interface Answer {
  readonly description: string;
  /** None: an empty body. */
  readonly schema?: z.ZodType;
  /** `application/json` where left out. */
  readonly contentType?: string;
}

export interface Example {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly status: number;
}

/** One operation of the API: what it takes and every way in which it answers. Problems of status 4xx/5xx are common to all. */
export interface Operation {
  readonly id: string;
  readonly method: Method;
  /** As in OpenAPI: `/api/v1/projects/{project}`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly credentials: readonly Credential[];
  /** Also takes the ticket that an OFREP answer carries, as the query's `ticket`, from those who can send no headers. */
  readonly takesTicket?: true;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Names in lower case. */
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  /** A request without a body is taken, too; the schema then parses `undefined`. */
  readonly bodyOptional?: true;
  /** Bytes; 1 MiB where left out. */
  readonly bodyLimit?: number;
  /** Media types of a body that the handler reads as it comes, instead of `body`. */
  readonly streams?: readonly string[];
  readonly answers: Readonly<Record<number, Answer>>;
  /** It is to go: every answer says so by `Deprecation`, `Sunset` and `Link`, and so does the document. */
  readonly deprecated?: Deprecation;
  /** Sent and checked by a test, and shown in the reference. */
  readonly example?: Example;
}

/** How an operation or field goes: marked as of a day, and not answered any more a year later at the earliest. */
export interface Deprecation {
  /** `2027-01-31`. */
  readonly since: string;
  readonly sunset: string;
  /** What to use in its place, as a sentence. */
  readonly instead: string;
}

const deprecatedFields = new WeakMap<z.ZodType, Deprecation>();

/** A field, query parameter or header that is to go. Whoever still sends it is told so in the answer. */
export function deprecatedField<S extends z.ZodType>(schema: S, deprecation: Deprecation): S {
  const { description, ...meta } = schema.meta() ?? {};
  const words = [description, `Deprecated. ${deprecation.instead}`].filter((part) => part !== undefined);
  const marked = schema.meta({ ...meta, deprecated: true, description: words.join(" ") });
  deprecatedFields.set(marked, deprecation);
  return marked;
}

/** Of a part of an operation's input, the fields that are to go, by name. */
export function deprecationsIn(schema: z.ZodType | undefined): readonly (readonly [string, Deprecation])[] {
  const shape = schema !== undefined && "shape" in schema ? (schema.shape as Record<string, z.ZodType>) : {};
  return Object.entries(shape).flatMap(([name, field]) => {
    const deprecation = deprecatedFields.get(field);
    return deprecation === undefined ? [] : [[name, deprecation] as const];
  });
}

/** Whether it makes something at each call, so that a retry needs an Idempotency-Key to make nothing more. */
export function isCreation(operation: Operation): boolean {
  return operation.method === "post" && 201 in operation.answers;
}

/** Keeps the literal types of a definition, from which the handler's types follow. */
export function operation<const O extends Operation>(definition: O): O {
  return definition;
}
