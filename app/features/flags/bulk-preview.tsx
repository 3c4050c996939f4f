import type { ProblemView } from "#app/pages/problem-view.ts";
import { Notice } from "#app/ui/notice.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { flagCount, type BulkOutcome } from "./bulk.ts";

export interface BulkPreviewProps {
  readonly outcome: BulkOutcome | undefined;
  readonly problem: ProblemView | undefined;
  readonly busy: boolean;
  /** What is missing before anything can be said. */
  readonly waiting: string;
}

/** What would change, flag by flag, or why nothing can. */
export function BulkPreview({ outcome, problem, busy, waiting }: BulkPreviewProps) {
  return (
    <div aria-busy={busy} className="grid gap-2">
      {problem !== undefined && (
        <Notice tone="error" title={problem.title}>
          {problem.fields.length > 0
            ? problem.fields.map(({ message }) => message).join(" ")
            : problem.detail}
        </Notice>
      )}
      {busy && <Skeleton className="h-16 w-full" />}
      {outcome !== undefined && <Changes outcome={outcome} />}
      {outcome === undefined && problem === undefined && !busy && waiting !== "" && (
        <p className="text-sm text-ink-2">{waiting}</p>
      )}
    </div>
  );
}

function Changes({ outcome }: { readonly outcome: BulkOutcome }) {
  const changed = outcome.changes.filter(({ lines }) => lines.length > 0);
  const same = outcome.changes.length - changed.length;
  return (
    <>
      <p role="status" className="text-sm">
        <strong className="font-[600]">{flagCount(changed.length)}</strong>{" "}
        {changed.length === 1 ? "changes" : "change"}
        {same > 0 && `; ${same} ${same === 1 ? "stays as it is" : "stay as they are"}`}.
      </p>
      {changed.length > 0 && (
        <ul
          aria-label="What changes"
          // It scrolls, so the keyboard must be able to reach it.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
          className="max-h-56 divide-y divide-line overflow-y-auto rounded-md border border-line bg-sunken"
        >
          {changed.map(({ flag, lines }) => (
            <li key={flag} className="flex flex-wrap gap-x-3 px-3 py-1.5 text-sm">
              <code className="text-xs leading-5 [overflow-wrap:anywhere]">{flag}</code>
              <span className="ml-auto text-ink-2 [overflow-wrap:anywhere]">{lines.join("; ")}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
