/** What the API answers to an upload of keys. */
export interface UploadAnswer {
  readonly added: number;
  readonly removed: number;
  readonly lines: number;
  readonly duplicates: number;
  readonly list: { readonly count: number };
  readonly revision: number;
}

/** What was wrong, as far as people can mend it. */
export interface UploadRefusal {
  readonly title: string;
  readonly detail: string;
  readonly lines: readonly string[];
}

export type UploadEnd =
  | { readonly kind: "done"; readonly answer: UploadAnswer }
  | { readonly kind: "refused"; readonly refusal: UploadRefusal };

/** Reads whatever came back: an answer, a problem document, or nothing that we know. */
export function readUploadEnd(status: number, text: string): UploadEnd {
  const body = parsed(text);
  if (status === 200) return { kind: "done", answer: body as unknown as UploadAnswer };
  const { title, detail, errors } = body;
  return {
    kind: "refused",
    refusal: {
      title: typeof title === "string" ? title : "The upload failed",
      detail: typeof detail === "string" ? detail : `The server answered ${status}.`,
      lines: Array.isArray(errors)
        ? errors.flatMap((each: { message?: unknown }) =>
            typeof each.message === "string" ? [each.message] : [],
          )
        : [],
    },
  };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
