import type { Slice, Split } from "@guidon/engine";
import { useState } from "react";
import { messageAt, problemsAt } from "#app/platform/pointers.ts";
import type { FieldProblem } from "#app/platform/problem.ts";
import { Bar } from "#app/ui/bar.tsx";
import { Button } from "#app/ui/button.tsx";
import { FieldError } from "#app/ui/field.tsx";
import { Menu, MenuItem } from "#app/ui/menu.tsx";
import { TokenInput } from "#app/ui/token-input.tsx";
import { Plus } from "lucide-react";
import { DrawEditor } from "./draw-editor.tsx";
import { GatesEditor } from "./gates-editor.tsx";
import { splitBar } from "./serve-view.tsx";
import { ShareRow } from "./share-row.tsx";
import { even, resize, reweigh, sharesOf, type Share } from "./split-shares.ts";
import { variantHue, type Variants } from "./variant-mark.tsx";

export interface SplitEditorProps {
  readonly flag: Variants;
  readonly split: Split;
  /** What is saved, if it is a split: with the same draw, as few as can be are moved from there. */
  readonly saved: Split | undefined;
  /** What becomes of those who get nothing of it, in words. */
  readonly rest: string;
  /** With pointers from the split. */
  readonly problems: readonly FieldProblem[];
  readonly newSeed: () => number;
  readonly onChange: (split: Split) => void;
}

/** Shares that always make up the whole. What one gains comes from the largest other; nobody moves without need. */
export function SplitEditor(props: SplitEditorProps) {
  const { flag, split, saved, rest, problems, newSeed, onChange } = props;
  const [locked, setLocked] = useState<ReadonlySet<string | null>>(new Set());
  const variants = flag.variants.map(({ key }) => key);
  // Of two, the other one is meant: it need not be asked for.
  const [added, setAdded] = useState<readonly (string | null)[]>(variants.length === 2 ? variants : []);
  const all = sharesOf(split.slices, variants);
  const shares = all.some(({ variant }) => variant === null) ? all : [...all, { variant: null, size: 0 }];
  const isShown = ({ variant, size }: Share) => size > 0 || added.includes(variant);
  const shown = shares.filter(isShown);
  const others = shares.filter((share) => !isShown(share));
  const ground: readonly Slice[] = saved?.seed === split.seed ? saved.slices : split.slices;
  const set = (next: readonly Share[]) => {
    onChange({ ...split, slices: reweigh(ground, next) });
  };
  const wordsOf = (variant: string | null) => variant ?? rest;
  const byProblem = messageAt(problems, "/by");
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-2 text-ink-2">
        split by
        <TokenInput
          label="Attributes to split by, the first that is there"
          tokens={split.by.filter((path) => path !== "")}
          placeholder="targetingKey"
          className="w-auto min-w-44 flex-1"
          onChange={(by) => {
            onChange({ ...split, by });
          }}
        />
      </div>
      {byProblem !== undefined && <FieldError>{byProblem}</FieldError>}
      <Bar parts={splitBar(flag, split)} />
      <div className="grid gap-1.5">
        {shown.map((share) => (
          <ShareRow
            key={share.variant ?? ""}
            name={wordsOf(share.variant)}
            hue={share.variant === null ? "off" : variantHue(flag, share.variant)}
            size={share.size}
            locked={locked.has(share.variant)}
            alone={shown.length === 1}
            onChange={(size) => {
              set(resize(shares, shares.indexOf(share), size, lockedAmong(shares, locked, share)));
            }}
            onLock={() => {
              const next = new Set(locked);
              if (!next.delete(share.variant)) next.add(share.variant);
              setLocked(next);
            }}
            onRemove={() => {
              setAdded(added.filter((variant) => variant !== share.variant));
              set(resize(shares, shares.indexOf(share), 0, lockedAmong(shares, locked, share)));
            }}
          />
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-1">
        {others.length > 0 && (
          <Menu
            label="Add to the split"
            trigger={
              <Button size="sm" tone="ghost">
                <Plus aria-hidden />
                Add a variant
              </Button>
            }
          >
            {others.map(({ variant }) => (
              <MenuItem key={variant ?? ""} onSelect={() => setAdded([...added, variant])}>
                {wordsOf(variant)}
              </MenuItem>
            ))}
          </Menu>
        )}
        <Button
          size="sm"
          tone="ghost"
          disabled={shown.filter(({ variant }) => variant !== null).length < 2}
          onClick={() => {
            set([...even(shown, locked), ...others]);
          }}
        >
          Even shares
        </Button>
      </div>
      <GatesEditor
        flag={flag}
        split={split}
        rest={rest}
        problems={problemsAt(problems, "/gates")}
        newSeed={newSeed}
        onChange={onChange}
      />
      <DrawEditor split={split} saved={saved} newSeed={newSeed} onChange={onChange} />
    </div>
  );
}

/** Whose share is changed counts as free; and what is not shown has nothing to give, unless there is nobody else. */
function lockedAmong(
  shares: readonly Share[],
  locked: ReadonlySet<string | null>,
  changed: Share,
): ReadonlySet<string | null> {
  const kept = new Set([...locked].filter((variant) => variant !== changed.variant));
  const gap = shares.find(({ variant }) => variant === null);
  const free = shares.filter((share) => share !== changed && share !== gap && !kept.has(share.variant));
  if (gap?.size === 0 && free.length > 0) kept.add(null);
  return kept;
}
