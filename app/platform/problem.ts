/**
 * The one catalogue of what can go wrong for a caller. Use cases throw a `Problem`; each edge translates it once,
 * to problem+json (RFC 9457) or to an error page. `docs/errors.md` holds an entry per code, and a test keeps the two equal.
 */
export const problemCatalogue = {
  malformed_request: { status: 400, title: "The request could not be read" },
  sign_in_required: { status: 401, title: "Sign in or send a key" },
  wrong_credentials: { status: 401, title: "E-mail or password is wrong" },
  sso_refused: { status: 401, title: "Single sign-on did not work" },
  invalid_key: { status: 401, title: "The key is unknown, expired or revoked" },
  not_permitted: { status: 403, title: "You may not do this" },
  second_factor_required: { status: 403, title: "Give your second factor first" },
  environment_protected: { status: 403, title: "The environment is protected" },
  foreign_origin: { status: 403, title: "The form was sent from another site" },
  not_found: { status: 404, title: "There is no such thing here" },
  method_not_allowed: { status: 405, title: "This address does not know that method" },
  too_slow: { status: 408, title: "The request took too long to arrive" },
  already_exists: { status: 409, title: "The key is taken" },
  key_retired: { status: 409, title: "The key was used before" },
  not_archived: { status: 409, title: "Archive it first" },
  slice_taken: { status: 409, title: "Another flag holds this part of the layer" },
  still_needed: { status: 409, title: "Something else needs this" },
  invitation_used: { status: 410, title: "This link has been used or has expired" },
  reset_used: { status: 410, title: "This link has been used or has expired" },
  length_required: { status: 411, title: "Say how long the body is" },
  version_conflict: { status: 412, title: "A newer version was saved meanwhile" },
  body_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "Send another media type" },
  idempotency_key_reused: { status: 422, title: "The Idempotency-Key was used for something else" },
  invalid_input: { status: 422, title: "Some fields are not valid" },
  wrong_code: { status: 422, title: "The code is wrong or has been used" },
  version_required: { status: 428, title: "Say which version you are changing" },
  too_many_requests: { status: 429, title: "Too many requests" },
  headers_too_large: { status: 431, title: "The address or the headers are too large" },
  unexpected: { status: 500, title: "Something went wrong on our side" },
  unavailable: { status: 503, title: "Not available just now" },
} as const;

export type ProblemCode = keyof typeof problemCatalogue;

/** One wrong value: `pointer` is a JSON Pointer (RFC 6901) into what was sent. */
export interface FieldProblem {
  readonly pointer: string;
  readonly message: string;
}

export interface ProblemInput {
  readonly detail?: string;
  readonly fields?: readonly FieldProblem[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Extension members of the problem document, such as the newer version of a conflict. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  readonly fields: readonly FieldProblem[];
  readonly headers: Readonly<Record<string, string>>;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, input: ProblemInput = {}) {
    const { status, title } = problemCatalogue[code];
    super(input.detail ?? title);
    this.name = "Problem";
    this.code = code;
    this.status = status;
    this.title = title;
    this.detail = input.detail;
    this.fields = input.fields ?? [];
    this.headers = input.headers ?? {};
    this.extra = input.extra ?? {};
  }
}

/** The body that every API error has; `type` leads to the catalogue's page. */
export function problemDocument(problem: Problem, requestId: string) {
  return {
    type: `/docs/errors#${problem.code}`,
    title: problem.title,
    status: problem.status,
    code: problem.code,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    ...(problem.fields.length === 0 ? {} : { errors: problem.fields }),
    ...problem.extra,
    requestId,
  };
}

/** Refuses with one field and its pointer. */
export function invalid(pointer: string, message: string): Problem {
  return new Problem("invalid_input", { detail: message, fields: [{ pointer, message }] });
}

/** Refuses with several; the first stands for all where there is room for one. */
export function invalidFields(fields: readonly FieldProblem[]): Problem {
  return new Problem("invalid_input", { detail: fields[0]?.message ?? "Some fields are not valid.", fields });
}
