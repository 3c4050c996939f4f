import type { Condition } from "@guidon/engine";
import { useRef } from "react";
import { problemsAt } from "#app/platform/pointers.ts";
import { Segmented } from "#app/ui/segmented.tsx";
import { AddPart } from "./add-part.tsx";
import { ConditionRow } from "./condition-row.tsx";
import { pointerOf, type Join } from "./condition-rows.ts";
import type { GroupInput } from "./row-input.ts";
import { useRowKeys } from "./use-row-keys.tsx";

/** Parts one below the other, with how they go together and the way to add more. */
export function ConditionGroup(props: GroupInput) {
  const { group, onChange, within, problems, label, empty, headless = false } = props;
  const { join, parts } = group;
  const keys = useRowKeys(parts.length);
  const fresh = useRef<number>();
  const place = useRef<HTMLDivElement>(null);
  const set = (next: readonly Condition[], nextJoin: Join = join) => {
    onChange({ join: nextJoin, parts: next });
  };
  const insert = (index: number, more: readonly Condition[], replacing = 0) => {
    keys.splice(index, replacing, more.length);
    set(parts.toSpliced(index, replacing, ...more));
  };
  const move = (index: number, by: -1 | 1) => {
    const part = parts[index];
    if (part === undefined || parts[index + by] === undefined) return;
    keys.move(index, index + by);
    set(parts.toSpliced(index, 1).toSpliced(index + by, 0, part));
  };
  return (
    <div ref={place} className="grid gap-2.5">
      {parts.length > 1 && !headless && (
        <Segmented
          label={`How the parts of ${label} go together`}
          className="justify-self-start"
          value={join}
          onChange={(next) => {
            set(parts, next);
          }}
          options={[
            { value: "all", label: "all must hold" },
            { value: "any", label: "any is enough" },
          ]}
        />
      )}
      {parts.length === 0 && <p className="text-sm text-ink-2">{empty}</p>}
      {parts.map((part, index) => (
        <ConditionRow
          key={keys.list[index]}
          condition={part}
          index={index}
          count={parts.length}
          join={join}
          within={within}
          problems={problemsAt(problems, pointerOf(group, index))}
          label={`${label} ${index + 1}`}
          fresh={fresh.current === index}
          drawGroup={drawGroup}
          onChange={(next) => {
            fresh.current = undefined;
            set(parts.with(index, next));
          }}
          onMove={(by) => {
            move(index, by);
          }}
          onRemove={() => {
            insert(index, [], 1);
            place.current?.lastElementChild?.querySelector("button")?.focus();
          }}
          onDuplicate={() => {
            insert(index + 1, [part]);
          }}
          onReplace={(more) => {
            insert(index, more, 1);
          }}
        />
      ))}
      <AddPart
        label={label}
        surroundings={within.surroundings}
        nested={join === "all" ? "any" : "all"}
        onAdd={(part) => {
          fresh.current = parts.length;
          insert(parts.length, [part]);
        }}
      />
    </div>
  );
}

const drawGroup = (input: GroupInput) => <ConditionGroup {...input} />;
