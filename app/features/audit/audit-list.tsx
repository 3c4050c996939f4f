import { ExternalLink } from "lucide-react";
import { browserWords } from "#app/ui/browser-words.ts";
import { Chip } from "#app/ui/chip.tsx";
import { TimeOfDay, useZone } from "#app/ui/clock.tsx";
import { FollowedLinks, PageLink } from "#app/ui/links.tsx";
import { dayOf } from "#app/ui/time.ts";
import { unbroken } from "#app/ui/unbroken.ts";
import { AuditChanges } from "./audit-changes.tsx";

export interface ShownEntry {
  readonly sequence: number;
  readonly at: Date;
  readonly actor: {
    readonly kind: string;
    readonly name: string;
    readonly email: string | null;
    readonly token: string | null;
  };
  readonly action: string;
  readonly environment: string | null;
  readonly subject: { readonly kind: string; readonly key: string };
  readonly summary: string;
  readonly changes: readonly string[];
  readonly comment: string;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly traceId: string | null;
}

export interface AuditListProps {
  /** The address of the project; undefined where it is of none. */
  readonly base: string | undefined;
  readonly entries: readonly ShownEntry[];
  readonly traceUrlTemplate: string | undefined;
}

/** Who did what, newest first, a group for each day. */
export function AuditList({ entries, ...rest }: AuditListProps) {
  const zone = useZone();
  const days = Map.groupBy(entries, ({ at }) => dayOf(at.getTime(), zone));
  return (
    <FollowedLinks>
      {[...days].map(([day, group]) => (
        <section key={day} aria-label={day}>
          <h2 className="border-y border-line bg-sunken px-4 py-1.5 text-xs font-[620] text-ink-2 first:border-t-0">
            {day}
          </h2>
          <ol>
            {group.map((entry) => (
              <Entry key={entry.sequence} entry={entry} {...rest} />
            ))}
          </ol>
        </section>
      ))}
    </FollowedLinks>
  );
}

function Entry({
  base,
  entry,
  traceUrlTemplate,
}: Omit<AuditListProps, "entries"> & { readonly entry: ShownEntry }) {
  return (
    <li className="grid grid-cols-[4.75rem_minmax(0,1fr)] gap-x-3 border-b border-line px-4 py-3 last:border-b-0 lg:grid-cols-[4.75rem_12rem_minmax(0,1fr)]">
      <TimeOfDay at={entry.at} className="pt-px text-sm text-ink-3 tabular" />
      <div className="min-w-0 text-sm max-lg:col-start-2 max-lg:row-start-1 max-lg:mb-0.5 max-lg:flex max-lg:flex-wrap max-lg:gap-x-2">
        <p className="font-[570] [overflow-wrap:anywhere]">{entry.actor.name}</p>
        <ActedBy actor={entry.actor} />
      </div>
      <div className="min-w-0 max-lg:col-start-2">
        <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
          <Subject base={base} entry={entry} />
          <code className="text-xs text-ink-3">{entry.action}</code>
          {entry.environment !== null && (
            <Chip tone={entry.environment === "production" ? "strong" : "plain"}>{entry.environment}</Chip>
          )}
        </p>
        {entry.comment !== "" && (
          <p className="mt-0.5 text-sm text-ink-2 [overflow-wrap:anywhere]">“{entry.comment}”</p>
        )}
        {entry.changes.length > 0 && <AuditChanges changes={entry.changes} />}
        <From entry={entry} traceUrlTemplate={traceUrlTemplate} />
      </div>
    </li>
  );
}

function ActedBy({ actor }: { readonly actor: ShownEntry["actor"] }) {
  if (actor.kind === "token") return <p className="text-xs text-ink-3">by the token {actor.token ?? ""}</p>;
  if (actor.kind === "key") return <p className="text-xs text-ink-3">API key</p>;
  if (actor.email === null) return null;
  return <p className="truncate text-xs text-ink-3 max-lg:hidden">{actor.email}</p>;
}

function Subject({ base, entry }: { readonly base: string | undefined; readonly entry: ShownEntry }) {
  const text = <span className="[overflow-wrap:anywhere]">{unbroken(entry.summary)}</span>;
  if (base === undefined || entry.subject.kind !== "flag") return text;
  return (
    <PageLink
      to={`${base}/flags/${entry.subject.key}`}
      className="rounded-sm underline-offset-3 hover:underline"
    >
      {text}
    </PageLink>
  );
}

function From({
  entry,
  traceUrlTemplate,
}: {
  readonly entry: ShownEntry;
  readonly traceUrlTemplate: string | undefined;
}) {
  const { address, userAgent, traceId } = entry;
  const trace = traceId === null ? undefined : traceUrlTemplate?.replaceAll("{traceId}", traceId);
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2.5 text-xs text-ink-3">
      <span className="tabular">#{entry.sequence}</span>
      {address !== null && <span className="font-mono">{address}</span>}
      {userAgent !== null && (
        <span title={userAgent} className="max-w-60 truncate">
          {browserWords(userAgent)}
        </span>
      )}
      {trace !== undefined && (
        <a
          href={trace}
          rel="noreferrer"
          className="inline-flex items-center gap-1 text-accent hover:underline"
        >
          Trace
          <ExternalLink aria-hidden className="size-3" />
        </a>
      )}
    </p>
  );
}
