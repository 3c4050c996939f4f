import type { Serve, Split } from "@guidon/engine";
import { Segmented } from "#app/ui/segmented.tsx";
import { calmVariant } from "./targeted-flag.ts";
import { ServeView } from "./serve-view.tsx";
import { SplitEditor } from "./split-editor.tsx";
import { WHOLE } from "./split-shares.ts";
import { VariantSelect, type Variants } from "./variant-mark.tsx";

export interface ServeEditorProps {
  readonly flag: Variants;
  readonly serve: Serve;
  readonly saved: Serve | undefined;
  readonly newSeed: () => number;
  readonly onChange: (serve: Serve) => void;
}

/** What is served: one variant, or shares of several. */
export function ServeEditor({ flag, serve, saved, newSeed, onChange }: ServeEditorProps) {
  const kind = "variant" in serve ? "variant" : "split";
  const choose = (next: "variant" | "split") => {
    if (next === kind) return;
    onChange(
      next === "variant"
        ? { variant: largest(serve) ?? calmVariant(flag) }
        : { split: firstSplit(flag, serve, saved, newSeed) },
    );
  };
  return (
    <>
      <div className="flex flex-wrap items-center gap-2.5">
        <span className="text-ink-2">serve</span>
        <Segmented
          label="What is served"
          value={kind}
          onChange={choose}
          options={[
            { value: "variant", label: "a variant" },
            { value: "split", label: "a percentage split" },
          ]}
        />
        {"variant" in serve && (
          <VariantSelect
            flag={flag}
            label="Variant to serve"
            value={serve.variant}
            onChange={(variant) => {
              if (variant !== null) onChange({ variant });
            }}
          />
        )}
      </div>
      {"split" in serve && serve.split.hash !== undefined && <ServeView flag={flag} serve={serve} />}
      {"split" in serve && serve.split.hash === undefined && (
        <SplitEditor
          flag={flag}
          split={serve.split}
          saved={saved !== undefined && "split" in saved ? saved.split : undefined}
          newSeed={newSeed}
          onChange={(split) => {
            onChange({ split });
          }}
        />
      )}
    </>
  );
}

/** Going back to the split that was saved keeps its draw; a new one begins with what everybody gets already. */
function firstSplit(flag: Variants, serve: Serve, saved: Serve | undefined, newSeed: () => number): Split {
  if (saved !== undefined && "split" in saved) return saved.split;
  const now = "variant" in serve ? serve.variant : calmVariant(flag);
  return { by: ["targetingKey"], seed: newSeed(), slices: [[now, 0, WHOLE]] };
}

function largest(serve: Serve): string | undefined {
  if ("variant" in serve) return serve.variant;
  return [...serve.split.slices].sort((a, b) => b[2] - b[1] - (a[2] - a[1]))[0]?.[0];
}
