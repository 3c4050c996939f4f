import type { Serve } from "@guidon/engine";
import { Check, Pencil } from "lucide-react";
import { useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { sameJson } from "#app/platform/same-json.ts";
import { PathStep, ServePart } from "./path-step.tsx";
import { ServeEditor } from "./serve-editor.tsx";
import { ServeView } from "./serve-view.tsx";
import type { Variants } from "./variant-mark.tsx";
import type { PathState } from "./why.ts";

export interface FallthroughStepProps {
  readonly flag: Variants;
  readonly serve: Serve;
  readonly saved: Serve;
  readonly state: PathState;
  readonly editable: boolean;
  readonly newSeed: () => number;
  readonly onChange: (serve: Serve) => void;
}

/** What is left for whom no rule took. */
export function FallthroughStep({
  flag,
  serve,
  saved,
  state,
  editable,
  newSeed,
  onChange,
}: FallthroughStepProps) {
  const [editing, setEditing] = useState(false);
  return (
    <PathStep
      last
      mark="∗"
      state={state}
      title="Everyone else"
      note={sameJson(serve, saved) ? undefined : <Chip tone="accent">changed</Chip>}
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
      <ServePart>
        {editing ? (
          <ServeEditor flag={flag} serve={serve} saved={saved} newSeed={newSeed} onChange={onChange} />
        ) : (
          <ServeView flag={flag} serve={serve} />
        )}
      </ServePart>
    </PathStep>
  );
}
