import { clsx } from "clsx";
import { TriangleAlert } from "lucide-react";
import { Button } from "#app/ui/button.tsx";
import type { RuleFinding } from "./findings.ts";

export interface FindingNotesProps {
  readonly findings: readonly RuleFinding[];
  readonly onTry: (context: Readonly<Record<string, unknown>>) => void;
}

/** What the analysis of the rules found here; what never serves is a warning, what overlaps is good to know. */
export function FindingNotes({ findings, onTry }: FindingNotesProps) {
  if (findings.length === 0) return null;
  return (
    <ul className="grid border-b border-line">
      {findings.map(({ kind, words, example }) => (
        <li
          key={words}
          className={clsx(
            "flex flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-1.5 text-sm",
            kind === "overlap" ? "text-ink-2" : "bg-warn-soft text-warn-ink",
          )}
        >
          {kind !== "overlap" && <TriangleAlert aria-hidden className="size-4 shrink-0" />}
          <span className="min-w-0 flex-1 basis-56">{words}</span>
          {example !== undefined && (
            <Button size="sm" tone="link" onClick={() => onTry(example)}>
              Try one of these
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
