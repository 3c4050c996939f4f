import { Archive, ArchiveRestore, Power, PowerOff, Tag, X } from "lucide-react";
import { useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { BulkDialog, type BulkPlace } from "./bulk-dialog.tsx";
import { flagCount, type BulkAsk, type BulkFlag, type BulkRequest } from "./bulk.ts";

export interface BulkBarProps {
  readonly base: string;
  readonly flags: readonly BulkFlag[];
  /** Where somebody may turn flags on and off. */
  readonly places: readonly BulkPlace[];
  readonly mayWrite: boolean;
  /** How many fit the filter, where more do than are selected. */
  readonly more: number | undefined;
  readonly onMore: () => void;
  readonly onClear: () => void;
  /** What was done in words, and the request that takes it back. */
  readonly onDone: (told: string, undo: BulkRequest | undefined) => void;
}

/** What can be done with all that is selected. */
export function BulkBar(props: BulkBarProps) {
  const { base, flags, places, mayWrite, more, onMore, onClear, onDone } = props;
  const [asking, setAsking] = useState<BulkAsk["do"] | undefined>(undefined);
  const archived = flags.every((flag) => flag.archived);
  const mayServe = !archived && places.length > 0;
  return (
    <div
      role="region"
      aria-label="Selected flags"
      className="sticky bottom-4 z-10 flex animate-rise flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-line-strong bg-panel px-3.5 py-2.5 shadow-lift"
    >
      <p role="status" className="font-[600] tabular">
        {flagCount(flags.length)} selected
      </p>
      {more !== undefined && (
        <Button tone="link" size="sm" onClick={onMore}>
          Select all {more} that fit
        </Button>
      )}
      <div className="flex flex-wrap gap-2 sm:ml-auto">
        {mayServe && (
          <>
            <Button size="sm" onClick={() => setAsking("turn-on")}>
              <Power aria-hidden /> Turn on…
            </Button>
            <Button size="sm" onClick={() => setAsking("turn-off")}>
              <PowerOff aria-hidden /> Turn off…
            </Button>
          </>
        )}
        {mayWrite && (
          <>
            <Button size="sm" onClick={() => setAsking("tag")}>
              <Tag aria-hidden /> Tag…
            </Button>
            <Button
              size="sm"
              tone={archived ? "plain" : "danger"}
              onClick={() => setAsking(archived ? "restore" : "archive")}
            >
              {archived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
              {archived ? "Restore…" : "Archive…"}
            </Button>
          </>
        )}
        <Button size="sm" tone="ghost" onClick={onClear}>
          <X aria-hidden /> Clear
        </Button>
      </div>
      {asking !== undefined && (
        <BulkDialog
          asking={asking}
          flags={flags}
          places={places}
          action={`${base}/bulk`}
          onClose={() => setAsking(undefined)}
          onDone={onDone}
        />
      )}
    </div>
  );
}
