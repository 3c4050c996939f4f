import type { Serve, Split } from "@guidon/engine";
import { messageAt, problemsAt } from "#app/platform/pointers.ts";
import type { FieldProblem } from "#app/platform/problem.ts";
import { FieldError } from "#app/ui/field.tsx";
import { Segmented } from "#app/ui/segmented.tsx";
import { serveConsequences } from "./serve-consequences.ts";
import { ServeView } from "./serve-view.tsx";
import { SplitEditor } from "./split-editor.tsx";
import { WHOLE } from "./split-shares.ts";
import { calmVariant } from "./targeted-flag.ts";
import { VariantSelect, type Variants } from "./variant-mark.tsx";

export interface ServeEditorProps {
  readonly flag: Variants;
  readonly serve: Serve;
  readonly saved: Serve | undefined;
  /** What becomes of those who get nothing of a split, in words. */
  readonly rest: string;
  /** With pointers from what is served. */
  readonly problems: readonly FieldProblem[];
  readonly newSeed: () => number;
  readonly onChange: (serve: Serve) => void;
}

/** What is served: one variant, or shares of several. */
export function ServeEditor(props: ServeEditorProps) {
  const { flag, serve, saved, rest, problems, newSeed, onChange } = props;
  const kind = "variant" in serve ? "variant" : "split";
  const choose = (next: "variant" | "split") => {
    if (next === kind) return;
    onChange(
      next === "variant"
        ? { variant: largest(serve) ?? calmVariant(flag) }
        : { split: firstSplit(flag, serve, saved, newSeed) },
    );
  };
  const variantProblem = messageAt(problems, "/variant");
  const consequences = serveConsequences(saved, serve);
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
      {variantProblem !== undefined && <FieldError>{variantProblem}</FieldError>}
      {"split" in serve && serve.split.hash !== undefined && (
        <ServeView flag={flag} serve={serve} rest={rest} />
      )}
      {"split" in serve && serve.split.hash === undefined && (
        <SplitEditor
          flag={flag}
          split={serve.split}
          saved={saved !== undefined && "split" in saved ? saved.split : undefined}
          rest={rest}
          problems={problemsAt(problems, "/split")}
          newSeed={newSeed}
          onChange={(split) => {
            onChange({ split });
          }}
        />
      )}
      <div aria-live="polite" className="grid gap-1 text-sm text-ink-2 tabular empty:hidden">
        {consequences.map((words) => (
          <p key={words}>{words}</p>
        ))}
      </div>
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
