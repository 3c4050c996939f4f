import type { IncomingMessage, ServerResponse } from "node:http";
import type { z } from "zod";
import type { Operation } from "#openapi/operation.ts";
import type { Context } from "#app/platform/context.ts";
import type { StreamHub } from "./stream-hub.server.ts";

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What an operation was sent, parsed by its schemas. */
export interface Inputs<O extends Operation> {
  readonly params: Parsed<O["params"]>;
  readonly query: Parsed<O["query"]>;
  readonly headers: Parsed<O["headers"]>;
  readonly body: Parsed<O["body"]>;
}

type Body<A> = A extends { readonly schema: infer S extends z.ZodType }
  ? /** `text`: a body serialised before, such as a snapshot that is the same for everybody. */
    { readonly body: z.input<S> } | { readonly text: string | Buffer }
  : { readonly body?: undefined };

/** One of the answers that the contract declares: any other status, or another body, does not compile. */
export type Reply<O extends Operation> = {
  [S in keyof O["answers"]]: {
    readonly status: S;
    readonly headers?: Readonly<Record<string, string>>;
  } & Body<O["answers"][S]>;
}[keyof O["answers"]];

/** The bare request and response, for streams, which answer for themselves by returning `streaming`. */
export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly streams: StreamHub;
  /** What every answer carries, such as the request's id: names and values in turn. */
  readonly headers: readonly string[];
  /** Where the acting key's clients hear when to ask again; undefined for a key that is gone meanwhile. */
  readonly noticesUrl: () => string | undefined;
}

export const streaming = Symbol("streaming");

export type Handler<O extends Operation> = (
  ctx: Context,
  inputs: NoInfer<Inputs<O>>,
  call: Call,
) => Reply<O> | typeof streaming | Promise<Reply<O> | typeof streaming>;

/** Answers an address beside the contract, such as health, and does all of it itself. */
export type Plain = (request: IncomingMessage, response: ServerResponse) => void;

/** What the front knows of a reply once types have done their part. */
export interface AnyReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly text?: string | Buffer;
}
