import { useEffect, useId, useMemo, useRef, useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Segmented } from "#app/ui/segmented.tsx";
import { ChangeList } from "./change-list.tsx";
import { mergeTargetings, type MergeConflict, type Side } from "./merge-targetings.ts";
import { describeChanges, type TargetingChange } from "./targeting-changes.ts";
import type { Targeting } from "./targeting.ts";

export interface ConflictNoticeProps {
  /** What both began with. */
  readonly base: Targeting;
  readonly mine: Targeting;
  readonly theirs: Targeting;
  /** Go on with this, on top of theirs. */
  readonly onResolve: (targeting: Targeting) => void;
  readonly onTakeTheirs: () => void;
}

/** Somebody was faster. Both sides are shown, and nothing is lost before somebody decides. */
export function ConflictNotice(props: ConflictNoticeProps) {
  const { base, mine, theirs, onResolve, onTakeTheirs } = props;
  const [choices, setChoices] = useState<Readonly<Record<string, Side>>>({});
  const merged = useMemo(
    () => mergeTargetings({ base, mine, theirs }, choices),
    [base, mine, theirs, choices],
  );
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: "center" });
  }, []);
  const left = describeChanges(theirs, merged.targeting);
  return (
    <div ref={place} tabIndex={-1} role="alert" className="mb-4 rounded-lg">
      <Notice tone="warn" title="A newer version was saved while you edited" className="items-start">
        <div className="mt-2 grid gap-4 text-ink">
          <div className="grid gap-4 sm:grid-cols-2">
            <Side title="What they saved" changes={describeChanges(base, theirs)} />
            <Side title="What you have not saved" changes={describeChanges(base, mine)} />
          </div>
          {merged.conflicts.length > 0 && (
            <Conflicts
              conflicts={merged.conflicts}
              choices={choices}
              onChoose={(at, side) => setChoices({ ...choices, [at]: side })}
            />
          )}
          <Side title="What merging leaves for you to save" changes={left} />
          <div className="flex flex-wrap gap-2">
            <Button size="sm" tone="primary" onClick={() => onResolve(merged.targeting)}>
              Merge
            </Button>
            <Button size="sm" onClick={() => onResolve(mine)}>
              Overwrite theirs with mine
            </Button>
            <Button size="sm" onClick={onTakeTheirs}>
              Take theirs
            </Button>
          </div>
        </div>
      </Notice>
    </div>
  );
}

function Side({ title, changes }: { readonly title: string; readonly changes: readonly TargetingChange[] }) {
  return (
    <div>
      <p className="mb-1 text-xs font-[620] text-ink-2">{title}</p>
      {changes.length === 0 ? (
        <p className="text-sm text-ink-2">nothing on this path</p>
      ) : (
        <ChangeList changes={changes} />
      )}
    </div>
  );
}

function Conflicts(props: {
  readonly conflicts: readonly MergeConflict[];
  readonly choices: Readonly<Record<string, Side>>;
  readonly onChoose: (at: string, side: Side) => void;
}) {
  const { conflicts, choices, onChoose } = props;
  const id = useId();
  return (
    <section aria-labelledby={id} className="rounded-md border border-warn/30 bg-panel px-3 py-2">
      <p id={id} className="mb-1 text-xs font-[620] text-warn-ink">
        Both of you changed these: whose counts?
      </p>
      <ul className="grid gap-1.5">
        {conflicts.map(({ at, place }) => (
          <li key={at} className="flex flex-wrap items-center gap-2 text-sm">
            <span className="min-w-0 flex-1 basis-40">{place}</span>
            <Segmented
              label={`Whose version of ${place}`}
              value={choices[at] ?? "theirs"}
              onChange={(side) => onChoose(at, side)}
              options={[
                { value: "theirs", label: "theirs" },
                { value: "mine", label: "mine" },
              ]}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
