import type { ReactNode } from "react";
import { Input } from "#app/ui/input.tsx";
import { messageAt } from "#app/platform/pointers.ts";
import type { RowInput } from "./row-input.ts";
import { IsOrNot } from "./is-or-not.tsx";
import type { Condition } from "@guidon/engine";

/** An element of a list of objects for which a condition of its own holds. */
export function SomeRow(
  props: RowInput & { readonly attribute: string; readonly where: Condition; readonly children: ReactNode },
) {
  const { attribute, where, negated, label, within, fresh, describedBy, problems, onCore, children } = props;
  const wrong = messageAt(problems, "/some") !== undefined;
  return (
    <div className="grid gap-2.5 rounded-md border border-line bg-bg p-2.5">
      <div className="flex flex-wrap items-center gap-1.5">
        <IsOrNot
          label={`Some or none, in ${label}`}
          negated={negated}
          yes="some element of"
          no="no element of"
          onChange={(next) => onCore({ kind: "some", attribute, where }, next)}
        />
        <Input
          compact
          mono
          aria-label={`List of ${label}`}
          aria-invalid={wrong || undefined}
          aria-describedby={wrong ? describedBy : undefined}
          list={`${within.suggestions}-attributes`}
          placeholder="orders"
          spellCheck={false}
          autoCapitalize="off"
          autoFocus={fresh}
          className="w-40"
          value={attribute}
          onChange={(event) => onCore({ kind: "some", attribute: event.target.value, where }, negated)}
        />
        <span className="text-ink-2">is one for which, in itself,</span>
      </div>
      {children}
    </div>
  );
}
