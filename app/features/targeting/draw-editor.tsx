import type { Split } from "@guidon/engine";
import { Dices, Undo2 } from "lucide-react";
import { Button } from "#app/ui/button.tsx";
import { SeedInput } from "./seed-input.tsx";

export interface DrawEditorProps {
  readonly split: Split;
  readonly saved: Split | undefined;
  readonly newSeed: () => number;
  readonly onChange: (split: Split) => void;
}

/** The draw of a split. It stays as long as nobody asks for another, so that everybody keeps what they have. */
export function DrawEditor({ split, saved, newSeed, onChange }: DrawEditorProps) {
  const other = saved !== undefined && saved.seed !== split.seed;
  return (
    <details className="group/draw text-sm" open={other || undefined}>
      <summary className="inline-flex items-center gap-1.5 rounded-sm text-ink-2 hover:text-ink">
        <Dices aria-hidden className="size-4" />
        The draw
        <span className="font-mono text-xs text-ink-3">{split.seed}</span>
      </summary>
      <div className="mt-2 grid gap-2">
        <p className="text-ink-2">
          Who gets what follows from the seed and the attribute. Splits with the same of both deal alike, in
          any flag and environment; a new seed deals everybody anew.
        </p>
        <div className="flex flex-wrap items-center gap-2">
          <SeedInput
            label="Seed of the split"
            seed={split.seed}
            onChange={(seed) => onChange({ ...split, seed })}
          />
          <Button size="sm" onClick={() => onChange({ ...split, seed: newSeed() })}>
            <Dices aria-hidden />
            New draw
          </Button>
          {other && (
            <Button size="sm" tone="ghost" onClick={() => onChange({ ...split, seed: saved.seed })}>
              <Undo2 aria-hidden />
              Keep the saved one
            </Button>
          )}
        </div>
      </div>
    </details>
  );
}
