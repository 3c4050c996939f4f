import type { components } from "./generated/v1.ts";

/** A problem document (RFC 9457) as the API sends it. */
export type Problem = components["schemas"]["Problem"];

/**
 * An answer of the API that is not a success. `code` is stable and made for programs; the message is made for people.
 * What comes from something in front of Guidon, and is no problem document, has the code `unexpected_response`.
 */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  /** One entry for each field that was wrong, with a JSON Pointer into what was sent. */
  readonly errors: NonNullable<Problem["errors"]>;
  /** For whoever reads the server's log. */
  readonly requestId: string | undefined;

  constructor(body: unknown, response: Response) {
    const problem = isProblem(body) ? body : undefined;
    const title = problem?.title ?? `The answer was ${response.status} ${response.statusText}`.trim();
    const fields = problem?.errors?.map(({ pointer, message }) => `${pointer}: ${message}`) ?? [];
    super([title, problem?.detail, ...fields].filter(Boolean).join(" – "));
    this.code = problem?.code ?? "unexpected_response";
    this.status = response.status;
    this.title = title;
    this.detail = problem?.detail;
    this.errors = problem?.errors ?? [];
    this.requestId = problem?.requestId ?? response.headers.get("x-request-id") ?? undefined;
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "title" in body;
}
