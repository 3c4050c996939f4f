import { deprecationsIn, type Deprecation, type Operation } from "#openapi/operation.ts";
import type { Inputs } from "./handler.ts";

/** What the answer to a request says of what is to go; names and values in turn. */
export interface Deprecations {
  /** Of the operation, whatever becomes of the request. */
  readonly always: readonly string[];
  /** And of the fields that were sent. */
  readonly of: (inputs: Inputs<Operation>) => readonly string[];
}

const none: readonly string[] = [];

/** Read from the contract once, so that a request to what is not to go pays nothing. */
export function deprecationsOf(operation: Operation): Deprecations {
  if (operation.deprecated !== undefined)
    return { always: headersOf([operation.deprecated]), of: () => none };
  const parts = (["query", "headers", "body"] as const)
    .map((part) => ({ part, fields: deprecationsIn(operation[part]) }))
    .filter(({ fields }) => fields.length > 0);
  if (parts.length === 0) return { always: none, of: () => none };
  return {
    always: none,
    of: (inputs) =>
      headersOf(
        parts.flatMap(({ part, fields }) => {
          const sent = (inputs[part] ?? {}) as Readonly<Record<string, unknown>>;
          return fields.filter(([name]) => sent[name] !== undefined).map(([, deprecation]) => deprecation);
        }),
      ),
  };
}

/** RFC 9745 and RFC 8594. Of several, what went first is told, and what ends first. */
function headersOf(all: readonly Deprecation[]): readonly string[] {
  if (all.length === 0) return none;
  const since = Math.min(...all.map((each) => Date.parse(each.since)));
  const sunset = Math.min(...all.map((each) => Date.parse(each.sunset)));
  return [
    ...["deprecation", `@${since / 1000}`],
    ...["sunset", new Date(sunset).toUTCString()],
    // The reference says what to use in its place.
    ...["link", '</api/reference>; rel="deprecation"; type="text/html"'],
  ];
}
