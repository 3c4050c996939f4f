import type { Condition } from "@guidon/engine";
import { useId, type ReactNode } from "react";
import type { FieldProblem } from "#app/platform/problem.ts";
import { problemsAt } from "#app/platform/pointers.ts";
import { Select } from "#app/ui/select.tsx";
import { ClauseRow } from "./clause-row.tsx";
import { fromGroup, fromRow, toGroup, toRow, type Core, type Join } from "./condition-rows.ts";
import { Joint } from "./condition-view.tsx";
import { FlagRow } from "./flag-row.tsx";
import type { GroupInput, RowInput, Within } from "./row-input.ts";
import { RowMenu } from "./row-menu.tsx";
import { SampleRow } from "./sample-row.tsx";
import { SegmentRow } from "./segment-row.tsx";
import { SomeRow } from "./some-row.tsx";
import { Wrappers } from "./wrappers.tsx";

export interface ConditionRowProps {
  readonly condition: Condition;
  readonly index: number;
  readonly count: number;
  readonly join: Join;
  readonly within: Within;
  readonly problems: readonly FieldProblem[];
  readonly label: string;
  /** Just added: its first field takes the focus. */
  readonly fresh: boolean;
  /** Groups are made of rows and rows of groups: the group says how. */
  readonly drawGroup: (input: GroupInput) => ReactNode;
  readonly onChange: (condition: Condition) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
  readonly onDuplicate: () => void;
  /** Puts several parts in its place. */
  readonly onReplace: (parts: readonly Condition[]) => void;
}

/** One part of a condition, in the form that its kind takes, and what can be done with it. */
export function ConditionRow(props: ConditionRowProps) {
  const { condition, index, count, join, label, onChange, onMove, onRemove, onDuplicate, onReplace } = props;
  const row = toRow(condition);
  const id = useId();
  const own = problemsAt(props.problems, row.pointer);
  // Parts inside of it say themselves what is wrong with them.
  const [first] = own.filter(({ pointer }) => !/^\/(all|any|where)(\/|$)/.test(pointer));
  return (
    <div className="flex items-start gap-1.75">
      <span className="pt-1.5">
        <Joint index={index} join={join} />
      </span>
      <div className="grid min-w-0 flex-1 gap-1">
        {row.wrappers.length > 0 && (
          <Wrappers
            wrappers={row.wrappers}
            onChange={(wrappers) => onChange(fromRow({ ...row, wrappers }))}
          />
        )}
        <RowBody
          label={label}
          within={props.within}
          fresh={props.fresh}
          drawGroup={props.drawGroup}
          core={row.core}
          negated={row.negated}
          problems={own}
          describedBy={first === undefined ? undefined : id}
          onCore={(core, negated) => onChange(fromRow({ ...row, core, negated }))}
        />
        {first !== undefined && (
          <p id={id} className="text-xs text-warn-ink">
            {first.message}
          </p>
        )}
      </div>
      <RowMenu
        row={row}
        label={label}
        index={index}
        count={count}
        join={join}
        onChange={onChange}
        onMove={onMove}
        onRemove={onRemove}
        onDuplicate={onDuplicate}
        onReplace={onReplace}
      />
    </div>
  );
}

interface RowBodyProps extends RowInput {
  readonly core: Core;
  readonly drawGroup: (input: GroupInput) => ReactNode;
}

function RowBody({ core, drawGroup, ...input }: RowBodyProps) {
  switch (core.kind) {
    case "clause":
      return <ClauseRow {...input} clause={core.clause} />;
    case "segment":
      return <SegmentRow {...input} segment={core.segment} />;
    case "flag":
      return <FlagRow {...input} flag={core.flag} variants={core.variants} />;
    case "sample":
      return <SampleRow {...input} sample={core.sample} />;
    case "some":
      return (
        <SomeRow {...input} attribute={core.attribute} where={core.where}>
          {drawGroup({
            group: toGroup(core.where),
            onChange: (group) => input.onCore({ ...core, where: fromGroup(group) }, input.negated),
            within: input.within,
            problems: problemsAt(input.problems, "/where"),
            label: `${input.label}, part`,
            empty: "No condition: any element is enough.",
          })}
        </SomeRow>
      );
    case "group":
      return (
        <Nested
          label={`How the parts of ${input.label} go together`}
          join={core.join}
          negated={input.negated}
          onChange={(next, negated) => input.onCore({ ...core, join: next }, negated)}
        >
          {drawGroup({
            headless: true,
            group: { join: core.join, parts: core.parts, pointer: `/${core.join}/` },
            onChange: (group) => input.onCore({ kind: "group", ...group }, input.negated),
            within: input.within,
            problems: input.problems,
            label: `${input.label}, part`,
            empty: core.join === "all" ? "Nothing in it: it always holds." : "Nothing in it: it never holds.",
          })}
        </Nested>
      );
  }
}

const joins = [
  { value: "all", words: "all of these hold" },
  { value: "any", words: "any of these holds" },
  { value: "not all", words: "not all of these hold" },
  { value: "not any", words: "none of these holds" },
] as const;

function Nested(props: {
  readonly label: string;
  readonly join: Join;
  readonly negated: boolean;
  readonly onChange: (join: Join, negated: boolean) => void;
  readonly children: ReactNode;
}) {
  const { label, join, negated, onChange, children } = props;
  return (
    <div className="grid gap-2.5 rounded-md border border-line bg-bg p-2.5">
      <Select
        compact
        aria-label={label}
        boxClassName="justify-self-start"
        value={negated ? `not ${join}` : join}
        onChange={(event) => {
          const { value } = event.target;
          onChange(value.endsWith("any") ? "any" : "all", value.startsWith("not "));
        }}
      >
        {joins.map(({ value, words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </Select>
      {children}
    </div>
  );
}
