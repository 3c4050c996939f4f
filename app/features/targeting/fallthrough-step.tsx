import type { Serve } from "@guidon/engine";
import { Check, Pencil } from "lucide-react";
import { Suspense, useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { lazyPart } from "#app/ui/lazy-part.ts";
import type { FieldProblem } from "#app/platform/problem.ts";
import { sameJson } from "#app/platform/same-json.ts";
import { FindingNotes } from "./finding-notes.tsx";
import type { RuleFinding } from "./findings.ts";
import { PathStep, ServePart } from "./path-step.tsx";
import { ServeView } from "./serve-view.tsx";
import type { Variants } from "./variant-mark.tsx";
import type { PathState } from "./path-states.ts";

const ServeEditor = lazyPart(() => import("./serve-editor.tsx").then((part) => part.ServeEditor));

export interface FallthroughStepProps {
  readonly flag: Variants;
  readonly serve: Serve;
  readonly saved: Serve;
  readonly state: PathState;
  readonly editable: boolean;
  /** With pointers from what is served. */
  readonly problems: readonly FieldProblem[];
  readonly findings: readonly RuleFinding[];
  readonly newSeed: () => number;
  readonly onChange: (serve: Serve) => void;
  readonly onTry: (context: Readonly<Record<string, unknown>>) => void;
}

const rest = "gets the off variant";

/** What is left for whom no rule took. */
export function FallthroughStep({
  flag,
  serve,
  saved,
  state,
  editable,
  problems,
  findings,
  newSeed,
  onChange,
  onTry,
}: FallthroughStepProps) {
  const [editing, setEditing] = useState(false);
  return (
    <PathStep
      id="path-fallthrough"
      last
      mark="∗"
      state={state}
      title="Everyone else"
      note={
        <span className="flex flex-wrap gap-1.5">
          {!sameJson(serve, saved) && <Chip tone="accent">changed</Chip>}
          {!editing && problems.length > 0 && <Chip tone="warn">not complete</Chip>}
          {findings.length > 0 && <Chip tone="warn">never serves</Chip>}
        </span>
      }
      aside={
        editable && (
          <Button
            tone="ghost"
            size="icon"
            aria-label={editing ? "Close the editor of everyone else" : "Edit what everyone else gets"}
            aria-pressed={editing}
            onClick={() => {
              setEditing(!editing);
            }}
          >
            {editing ? <Check aria-hidden /> : <Pencil aria-hidden />}
          </Button>
        )
      }
    >
      <FindingNotes findings={findings} onTry={onTry} />
      <ServePart>
        {editing ? (
          <Suspense fallback={<ServeView flag={flag} serve={serve} rest={rest} />}>
            <ServeEditor
              flag={flag}
              serve={serve}
              saved={saved}
              rest={rest}
              problems={problems}
              newSeed={newSeed}
              onChange={onChange}
            />
          </Suspense>
        ) : (
          <ServeView flag={flag} serve={serve} rest={rest} />
        )}
      </ServePart>
    </PathStep>
  );
}
