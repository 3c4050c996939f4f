import type { FlagDocument } from "@guidon/engine";
import { History } from "lucide-react";
import { Chip } from "#app/ui/chip.tsx";
import { Time } from "#app/ui/clock.tsx";
import { CodeBlock } from "#app/ui/code-block.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Panel } from "#app/ui/panel.tsx";

export interface ShownRevision {
  readonly revision: number;
  readonly at: Date;
  readonly actor: string;
  readonly comment: string;
  readonly document: FlagDocument | null;
  readonly changes: readonly string[];
}

/** Every published state of a flag in one environment: who, when, what and why. */
export function FlagHistory({ revisions }: { readonly revisions: readonly ShownRevision[] }) {
  if (revisions.length === 0) {
    return (
      <Panel>
        <EmptyState icon={<History aria-hidden />} title="Nothing published yet">
          Each saved change becomes a revision of the environment and appears here.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <ol className="grid max-w-220">
      {revisions.map((revision, index) => (
        <li
          key={revision.revision}
          className="relative grid grid-cols-[22px_minmax(0,1fr)] gap-3 pb-3.5 before:absolute before:top-5 before:-bottom-5 before:left-[10.25px] before:w-[1.5px] before:bg-line-strong last:before:hidden"
        >
          <span
            aria-hidden
            className={`relative mt-3.25 ml-1.25 size-3 rounded-full border-[1.5px] ${index === 0 ? "border-accent bg-accent" : "border-line-strong bg-panel"}`}
          />
          <Panel>
            <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              <span className="font-[620] tabular">Revision {revision.revision}</span>
              {index === 0 && <Chip tone="on">live</Chip>}
              <span className="text-sm text-ink-2">
                {revision.actor}, <Time at={revision.at} />
              </span>
            </div>
            {revision.comment !== "" && <p className="mt-1.5 text-ink-2">“{revision.comment}”</p>}
            <ul className="mt-2 grid gap-1 text-sm">
              {revision.changes.map((change) => (
                <li key={change} className="flex gap-2 [overflow-wrap:anywhere]">
                  <span aria-hidden className="text-ink-3">
                    ·
                  </span>
                  {change}
                </li>
              ))}
              {revision.changes.length === 0 && <li className="text-ink-3">no change to this flag</li>}
            </ul>
            {revision.document !== null && (
              <details className="mt-2.5 text-sm">
                <summary className="inline-block cursor-pointer rounded-sm text-accent hover:underline underline-offset-3">
                  The document at this revision
                </summary>
                <CodeBlock className="mt-2" code={JSON.stringify(revision.document, null, 2)} />
              </details>
            )}
          </Panel>
        </li>
      ))}
    </ol>
  );
}
