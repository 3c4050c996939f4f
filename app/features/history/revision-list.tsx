import type { ReactNode } from "react";
import { Chip } from "#app/ui/chip.tsx";
import { Time } from "#app/ui/clock.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { unbroken } from "#app/ui/unbroken.ts";

export interface ShownRevision {
  readonly revision: number;
  readonly at: Date;
  readonly actor: string;
  readonly comment: string;
}

export interface RevisionListProps<Revision extends ShownRevision> {
  readonly revisions: readonly Revision[];
  /** The one that is served now. */
  readonly live: number | undefined;
  /** What it changed. */
  readonly children: (revision: Revision) => ReactNode;
  /** What can be done with one that is past. */
  readonly renderActions: (revision: Revision) => ReactNode;
}

/** Revisions as a line in time, newest first: who, when and why. */
export function RevisionList<Revision extends ShownRevision>(props: RevisionListProps<Revision>) {
  const { revisions, live, children, renderActions } = props;
  return (
    <ol className="grid max-w-220">
      {revisions.map((revision) => {
        const isLive = revision.revision === live;
        return (
          <li
            key={revision.revision}
            className="relative grid grid-cols-[22px_minmax(0,1fr)] gap-3 pb-3.5 before:absolute before:top-5 before:-bottom-5 before:left-[10.25px] before:w-[1.5px] before:bg-line-strong last:before:hidden"
          >
            <span
              aria-hidden
              className={`relative mt-3.75 ml-1.25 size-3 rounded-full border-[1.5px] ${isLive ? "border-accent bg-accent" : "border-line-strong bg-panel"}`}
            />
            <Panel>
              <div className="flex min-h-7 flex-wrap items-center gap-x-2.5 gap-y-1.5">
                <h3 className="font-[620] tabular">Revision {revision.revision}</h3>
                {isLive && <Chip tone="on">live</Chip>}
                <span className="text-sm text-ink-2">
                  {revision.actor}, <Time at={revision.at} />
                </span>
                {!isLive && (
                  <div className="flex gap-1.5 max-sm:-ml-2.5 sm:ml-auto">{renderActions(revision)}</div>
                )}
              </div>
              {revision.comment !== "" && (
                <p className="mt-1 text-ink-2 [overflow-wrap:anywhere]">“{revision.comment}”</p>
              )}
              {children(revision)}
            </Panel>
          </li>
        );
      })}
    </ol>
  );
}

/** What changed, line by line. */
export function ChangeLines({
  changes,
  none,
}: {
  readonly changes: readonly string[];
  readonly none: string;
}) {
  if (changes.length === 0) return <p className="mt-2 text-sm text-ink-3">{none}</p>;
  return (
    <ul className="mt-2 grid gap-1 text-sm">
      {changes.map((change) => (
        <li key={change} className="grid grid-cols-[10px_minmax(0,1fr)] gap-1.5 [overflow-wrap:anywhere]">
          <span aria-hidden className="text-ink-3">
            ·
          </span>
          {unbroken(change)}
        </li>
      ))}
    </ul>
  );
}
