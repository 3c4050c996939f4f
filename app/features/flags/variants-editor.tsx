import type { FlagType } from "@guidon/engine";
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
}

/** The variants of a flag as rows of a key and a value of its type. */
export function VariantsEditor({ type, rows, onChange, problem }: VariantsEditorProps) {
  const set = (index: number, change: Partial<TypedVariant>) => {
    onChange(rows.map((row, at) => (at === index ? { ...row, ...change } : row)));
  };
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 text-sm font-[550]">Variants</legend>
      <div aria-hidden className="flex gap-2 pl-4.5 text-xs text-ink-3">
        <span className="w-2/5">Key, used in rules and statistics</span>
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
            <div className="flex items-start gap-2">
              <Dot hue={hueAt(typedHueIndex(type, rows, index))} className="mt-3.5" />
              <Input
                mono
                name="variantKey"
                aria-label={`Key of variant ${index + 1}`}
                aria-invalid={wrong !== undefined || undefined}
                spellCheck={false}
                autoCapitalize="off"
                className="w-2/5"
                value={row.key}
                onChange={(event) => {
                  set(index, { key: event.target.value });
                }}
              />
              <ValueInput
                type={type}
                index={index}
                text={row.text}
                onChange={(text) => set(index, { text })}
              />
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
            </div>
            {wrong !== undefined && (
              <div className="pl-4.5">
                <FieldError>{wrong}</FieldError>
              </div>
            )}
          </div>
        );
      })}
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
    </fieldset>
  );
}

function ValueInput(props: {
  readonly type: FlagType;
  readonly index: number;
  readonly text: string;
  readonly onChange: (text: string) => void;
}) {
  const { type, index, text, onChange } = props;
  const common = { name: "variantValue", "aria-label": `Value of variant ${index + 1}`, value: text };
  switch (type) {
    case "boolean":
      return (
        <Select {...common} mono boxClassName="flex-1" onChange={(event) => onChange(event.target.value)}>
          <option value="true">true</option>
          <option value="false">false</option>
        </Select>
      );
    case "object":
      return (
        <Textarea
          {...common}
          mono
          rows={3}
          spellCheck={false}
          className="min-h-9 flex-1"
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "number":
    case "string":
      return (
        <Input
          {...common}
          mono
          inputMode={type === "number" ? "decimal" : "text"}
          className="flex-1"
          onChange={(event) => onChange(event.target.value)}
        />
      );
  }
}
