import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { AddressReader } from "./client-address.server.ts";
import type { Config } from "./config.server.ts";
import type { Logger } from "./log.server.ts";

/** The running product: what the HTTP server of production and of development hangs its requests on. */
export interface Application {
  readonly config: Config;
  readonly log: Logger;
  readonly addressOf: AddressReader;
  /** The API in front of the pages: true where it took the request. */
  readonly front: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Answers on the socket what could not be read as a request. */
  readonly refuseUnreadable: (error: NodeJS.ErrnoException, socket: Duplex) => void;
  /** Before the pages: true where a request was answered because no page is to see it. */
  readonly turnAway: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Streams are told to come back, the database is let go (and stopped, where it is ours). */
  close(): Promise<void>;
}
