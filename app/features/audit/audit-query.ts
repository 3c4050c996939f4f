import type { AuditFilter } from "./audit-filter.ts";

/** What the audit page is narrowed to; an empty value narrows nothing. */
export interface AuditQuery {
  readonly text: string;
  readonly actor: string;
  readonly action: string;
  readonly kind: string;
  readonly key: string;
  readonly environment: string;
  /** `2027-01-06`. */
  readonly from: string;
  readonly to: string;
}

/** What there is to choose from. */
export interface AuditChoices {
  readonly actors: readonly string[];
  readonly actions: readonly string[];
  readonly kinds: readonly string[];
}

/** Days are those of UTC, the last one included. */
export function filterOf({ from, to, ...texts }: AuditQuery): AuditFilter {
  const given = Object.entries(texts).filter(([, value]) => value !== "");
  return {
    ...Object.fromEntries(given),
    ...(from === "" ? {} : { from: new Date(`${from}T00:00:00Z`) }),
    ...(to === "" ? {} : { to: new Date(Date.parse(`${to}T00:00:00Z`) + 24 * 3600 * 1000) }),
  };
}

/** The same as the parameters of an address, without what is empty. */
export function paramsOf(query: AuditQuery): URLSearchParams {
  return new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ""));
}

/** The address of an export of what is shown. */
export function exportUrl(project: string | undefined, query: AuditQuery, format: "ndjson" | "csv"): string {
  const { from, to, ...texts } = filterOf(query);
  const params = new URLSearchParams({ ...(texts as Record<string, string>), format });
  if (from !== undefined) params.set("from", from.toISOString());
  if (to !== undefined) params.set("to", to.toISOString());
  const place = project === undefined ? "" : `/projects/${encodeURIComponent(project)}`;
  return `/api/v1${place}/audit/export?${params.toString()}`;
}
