import type { FlagDocument } from "@guidon/engine";
import { Link } from "@remix-run/react";
import { GitCompareArrows, History, Undo2 } from "lucide-react";
import { Button } from "#app/ui/button.tsx";
import { CodeBlock } from "#app/ui/code-block.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { ChangeLines, RevisionList, type ShownRevision } from "./revision-list.tsx";

export interface FlagRevision extends ShownRevision {
  readonly document: FlagDocument | null;
  readonly changes: readonly string[];
}

export interface FlagHistoryProps {
  readonly revisions: readonly FlagRevision[];
  /** The newest of all. */
  readonly live: number | undefined;
  /** Undefined where nothing may be restored. */
  readonly onRestore: ((revision: number) => void) | undefined;
}

/** Every published state of a flag in one environment: who, when, what and why. */
export function FlagHistory({ revisions, live, onRestore }: FlagHistoryProps) {
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
    <RevisionList
      revisions={revisions}
      live={live}
      renderActions={({ revision, document }) => (
        <>
          <Button asChild size="sm" tone="ghost">
            <Link to={`?from=${revision}`}>
              <GitCompareArrows aria-hidden />
              Compare
            </Link>
          </Button>
          {onRestore !== undefined && document !== null && (
            <Button size="sm" onClick={() => onRestore(revision)}>
              <Undo2 aria-hidden />
              Restore
              <span className="sr-only">revision {revision}</span>
            </Button>
          )}
        </>
      )}
    >
      {({ changes, document }) => (
        <>
          <ChangeLines changes={changes} none="No change to this flag" />
          {document !== null && (
            <details className="mt-2.5 text-sm">
              <summary className="inline-block cursor-pointer rounded-sm text-accent hover:underline underline-offset-3">
                The document at this revision
              </summary>
              <CodeBlock className="mt-2" code={JSON.stringify(document, null, 2)} />
            </details>
          )}
        </>
      )}
    </RevisionList>
  );
}
