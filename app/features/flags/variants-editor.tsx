import type { FlagType } from "@guidon/engine";
import { clsx } from "clsx";
import { Plus, Trash2 } from "lucide-react";
import { fieldMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Dot, hueAt } from "#app/ui/dot.tsx";
import { FieldError } from "#app/ui/field.tsx";
import { Input, Textarea } from "#app/ui/input.tsx";
import { Select } from "#app/ui/select.tsx";
import { typedHueIndex, type TypedVariant } from "./variants.ts";

export interface VariantsEditorProps {
  readonly type: FlagType;
  readonly rows: readonly TypedVariant[];
  readonly onChange: (rows: TypedVariant[]) => void;
  readonly problem: ProblemView | undefined;
  /** Keys that are in use, and so stay as they are. */
  readonly kept?: ReadonlySet<string>;
  readonly locked?: boolean;
}

const none: ReadonlySet<string> = new Set();

/** The variants of a flag as rows of a key and a value of its type. */
export function VariantsEditor(props: VariantsEditorProps) {
  const { type, rows, onChange, problem, kept = none, locked = false } = props;
  const set = (index: number, change: Partial<TypedVariant>) => {
    onChange(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  };
  return (
    <fieldset className={clsx("grid gap-2", type === "object" && "max-sm:gap-4")}>
      <legend className={clsx("mb-1.5 text-sm font-[550]", kept.size > 0 && "sr-only")}>Variants</legend>
      <div
        aria-hidden
        className={clsx("flex gap-2 pl-4.5 text-xs text-ink-3", type === "object" && "max-sm:hidden")}
      >
        <span className={type === "object" ? "w-1/4" : "w-2/5"}>Key, used in rules and statistics</span>
        <span>Value, given to the code</span>
      </div>
      {rows.map((row, index) => {
        const wrong =
          fieldMessage(problem, `/variants/${index}/key`) ??
          fieldMessage(problem, `/variants/${index}/value`);
        return (
          // The place is what tells two half-typed rows apart.
          // eslint-disable-next-line react/no-array-index-key
          <div key={index} className="grid gap-1">
            <div className={clsx("flex items-start gap-2", type === "object" && "max-sm:flex-wrap")}>
              <Dot hue={hueAt(typedHueIndex(type, rows, index))} className="mt-3.5" />
              <Input
                mono
                name="variantKey"
                aria-label={`Key of variant ${index + 1}`}
                aria-invalid={wrong !== undefined || undefined}
                spellCheck={false}
                autoCapitalize="off"
                className={type === "object" ? "w-[calc(100%-1rem)] sm:w-1/4" : "w-2/5"}
                readOnly={locked || isKept(kept, rows, index)}
                title={
                  isKept(kept, rows, index) ? "A key never changes: rules and statistics name it" : undefined
                }
                value={row.key}
                onChange={(event) => {
                  set(index, { key: event.target.value });
                }}
              />
              <ValueInput
                type={type}
                index={index}
                text={row.text}
                locked={locked}
                onChange={(text) => set(index, { text })}
              />
              {!locked && (
                <Button
                  tone="ghost"
                  size="icon"
                  aria-label={`Remove variant ${row.key === "" ? index + 1 : row.key}`}
                  disabled={rows.length <= 1}
                  onClick={() => {
                    onChange(rows.filter((_, at) => at !== index));
                  }}
                >
                  <Trash2 aria-hidden />
                </Button>
              )}
            </div>
            {wrong !== undefined && (
              <div className="pl-4.5">
                <FieldError>{wrong}</FieldError>
              </div>
            )}
          </div>
        );
      })}
      {!locked && (
        <div>
          <Button
            size="sm"
            tone="ghost"
            onClick={() => {
              onChange([...rows, { key: "", text: type === "boolean" ? "false" : "" }]);
            }}
          >
            <Plus aria-hidden />
            Add a variant
          </Button>
        </div>
      )}
    </fieldset>
  );
}

/** Whether a row is the first with a key that is in use. */
function isKept(kept: ReadonlySet<string>, rows: readonly TypedVariant[], index: number): boolean {
  const key = rows[index]?.key ?? "";
  return kept.has(key) && rows.findIndex((row) => row.key === key) === index;
}

function ValueInput(props: {
  readonly type: FlagType;
  readonly index: number;
  readonly text: string;
  readonly locked: boolean;
  readonly onChange: (text: string) => void;
}) {
  const { type, index, text, locked, onChange } = props;
  const common = { name: "variantValue", "aria-label": `Value of variant ${index + 1}`, value: text };
  switch (type) {
    case "boolean":
      return (
        <Select
          {...common}
          mono
          disabled={locked}
          boxClassName="flex-1"
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="true">true</option>
          <option value="false">false</option>
        </Select>
      );
    case "object":
      return (
        <Textarea
          {...common}
          mono
          rows={Math.min(16, Math.max(3, text.split("\n").length))}
          spellCheck={false}
          readOnly={locked}
          className="min-h-9 flex-1 basis-60 max-sm:ml-4"
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "number":
    case "string":
      return (
        <Input
          {...common}
          mono
          readOnly={locked}
          inputMode={type === "number" ? "decimal" : "text"}
          className="flex-1"
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}
