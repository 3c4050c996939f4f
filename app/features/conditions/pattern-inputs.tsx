import { Plus, X } from "lucide-react";
import { Button } from "#app/ui/button.tsx";
import { Input } from "#app/ui/input.tsx";
import type { ClauseValue } from "./clause-values.ts";
import { patternProblem } from "./pattern-problem.ts";
import { useRowKeys } from "./use-row-keys.tsx";

export interface PatternInputsProps {
  readonly label: string;
  readonly patterns: readonly ClauseValue[];
  readonly placeholder: string;
  readonly describedBy: string | undefined;
  readonly onChange: (patterns: ClauseValue[]) => void;
}

/** Regular expressions, one a line: commas and spaces are part of them. */
export function PatternInputs(props: PatternInputsProps) {
  const { label, patterns, placeholder, describedBy, onChange } = props;
  const shown = patterns.length === 0 ? [""] : patterns;
  const keys = useRowKeys(shown.length);
  return (
    <span className="grid min-w-40 flex-1 gap-1.5">
      {shown.map((pattern, index) => {
        const wrong = typeof pattern === "string" && pattern !== "" && patternProblem(pattern) !== undefined;
        return (
          <span key={keys.list[index]} className="flex items-center gap-1">
            <Input
              compact
              mono
              aria-label={shown.length === 1 ? `Pattern of ${label}` : `Pattern ${index + 1} of ${label}`}
              aria-invalid={wrong || undefined}
              aria-describedby={describedBy}
              placeholder={placeholder}
              spellCheck={false}
              autoCapitalize="off"
              value={String(pattern)}
              onChange={(event) => onChange(shown.with(index, event.target.value))}
            />
            {shown.length > 1 && (
              <Button
                tone="ghost"
                size="icon-sm"
                aria-label={`Remove pattern ${index + 1} of ${label}`}
                onClick={() => {
                  keys.splice(index, 1, 0);
                  onChange(shown.toSpliced(index, 1));
                }}
              >
                <X aria-hidden />
              </Button>
            )}
            {index === shown.length - 1 && (
              <Button
                tone="ghost"
                size="icon-sm"
                aria-label={`Another pattern for ${label}`}
                title="Another pattern"
                onClick={() => onChange([...shown, ""])}
              >
                <Plus aria-hidden />
              </Button>
            )}
          </span>
        );
      })}
    </span>
  );
}
