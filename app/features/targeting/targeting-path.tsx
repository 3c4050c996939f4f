import type { Explanation } from "@guidon/engine";
import { clsx } from "clsx";
import { Plus } from "lucide-react";
import { useRef, useState, type RefObject } from "react";
import type { ConditionSurroundings } from "#app/features/conditions/condition-surroundings.ts";
import { emptyClause } from "#app/features/conditions/condition-rows.ts";
import { problemsAt } from "#app/platform/pointers.ts";
import type { FieldProblem } from "#app/platform/problem.ts";
import { Button } from "#app/ui/button.tsx";
import { useAnnouncer } from "#app/ui/use-announcer.tsx";
import { FallthroughStep } from "./fallthrough-step.tsx";
import type { RuleFinding } from "./findings.ts";
import { KillStep } from "./kill-step.tsx";
import type { Served } from "./outcomes.ts";
import { PrerequisitesStep } from "./prerequisites-step.tsx";
import { RuleStep } from "./rule-step.tsx";
import type { Draft, DraftAction } from "./targeting-draft.ts";
import { risingVariant, type TargetedFlag } from "./targeted-flag.ts";
import { TargetsStep } from "./targets-step.tsx";
import { useDragOrder } from "./use-drag-order.tsx";
import type { PathStates } from "./path-states.ts";

export interface TargetingPathProps {
  /** `/projects/storefront`. */
  readonly base: string;
  readonly flag: TargetedFlag;
  readonly environment: { readonly key: string };
  readonly draft: Draft;
  readonly surroundings: ConditionSurroundings;
  readonly path: PathStates;
  readonly explained: Explanation["steps"];
  /** With pointers from the draft. */
  readonly problems: readonly FieldProblem[];
  readonly findings: readonly RuleFinding[];
  readonly editable: boolean;
  /** What was served within a day, where anything was. */
  readonly served: Served | undefined;
  readonly dispatch: (action: DraftAction) => void;
  readonly onTry: (context: Readonly<Record<string, unknown>>) => void;
}

/** The stops of an evaluation from the top down, lit as far as the tried context goes. */
export function TargetingPath(props: TargetingPathProps) {
  const { base, flag, environment, draft, surroundings, path, explained, problems, findings } = props;
  const { editable, served, dispatch, onTry } = props;
  const { now, version } = draft;
  const { rules } = now;
  const [freshRule, setFreshRule] = useState<{ id: string; version: string }>();
  const [announce, announcements] = useAnnouncer();
  const adding = useRef<HTMLButtonElement>(null);

  const nameOf = (id: string) => {
    const index = rules.findIndex((rule) => rule.id === id);
    return rules[index]?.name ?? `Rule ${index + 1}`;
  };
  const move = (id: string, to: number) => {
    dispatch({ do: "move-rule", id, to });
    announce(`${nameOf(id)} is now ${to + 1} of ${rules.length}.`);
  };
  const order = useDragOrder({ count: rules.length, onMove: move });
  const addRule = () => {
    const id = newRuleId();
    setFreshRule({ id, version });
    dispatch({ do: "add-rule", rule: { id, when: emptyClause, serve: { variant: risingVariant(flag) } } });
  };
  const removeRule = (id: string) => {
    announce(`${nameOf(id)} is removed.`);
    dispatch({ do: "remove-rule", id });
    adding.current?.focus();
  };

  return (
    <>
      {announcements}
      <ol ref={order.list} aria-label="Evaluation path, from the top down">
        {now.kill !== undefined && <KillStep flag={flag} variant={now.kill.variant} />}
        <PrerequisitesStep
          key={`prerequisites:${version}`}
          base={base}
          environment={environment.key}
          prerequisites={now.prerequisites}
          surroundings={surroundings}
          state={path.prerequisites}
          steps={explained}
          editable={editable}
          problems={problemsAt(problems, "/prerequisites")}
          onChange={(prerequisites) => {
            dispatch({ do: "set-prerequisites", prerequisites });
          }}
        />
        <TargetsStep
          key={`targets:${version}`}
          flag={flag}
          targets={now.targets}
          state={path.targets}
          editable={editable}
          problems={problemsAt(problems, "/targets")}
          onChange={(targets) => {
            dispatch({ do: "set-targets", targets });
          }}
        />
        {rules.map((rule, index) => (
          <RuleStep
            // Once it is saved, a rule is there to read again.
            key={`${rule.id}:${version}`}
            flag={flag}
            rule={rule}
            saved={draft.base.rules.find((other) => other.id === rule.id)}
            index={index}
            count={rules.length}
            state={path.rules.get(rule.id) ?? "waiting"}
            problems={problemsAt(problems, `/rules/${index}`)}
            findings={findings.filter((finding) => finding.rule === rule.id)}
            surroundings={surroundings}
            editable={editable}
            share={served === undefined || served.total === 0 ? undefined : (served.rules.get(rule.id) ?? 0)}
            fresh={rule.id === freshRule?.id && version === freshRule.version}
            handle={order.handle(rule.id, index)}
            shift={order.shift(index)}
            onChange={(next) => {
              dispatch({ do: "set-rule", rule: next });
            }}
            onMove={(to) => {
              move(rule.id, to);
            }}
            onDuplicate={() => {
              dispatch({ do: "duplicate-rule", id: rule.id, as: newRuleId() });
              announce(`${nameOf(rule.id)} has a copy after it.`);
            }}
            onRemove={() => {
              removeRule(rule.id);
            }}
            onTry={onTry}
          />
        ))}
        {editable && <AddRule button={adding} reached={path.fallthrough !== "waiting"} onAdd={addRule} />}
        <FallthroughStep
          key={`fallthrough:${version}`}
          flag={flag}
          serve={now.fallthrough}
          saved={draft.base.fallthrough}
          state={path.fallthrough}
          editable={editable}
          problems={problemsAt(problems, "/fallthrough")}
          findings={findings.filter((finding) => finding.rule === null)}
          newSeed={surroundings.newSeed}
          onChange={(serve) => {
            dispatch({ do: "set-fallthrough", serve });
          }}
          onTry={onTry}
        />
      </ol>
    </>
  );
}

function newRuleId(): string {
  const letters = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => (byte % 36).toString(36));
  return `r_${letters.join("")}`;
}

/** A place on the path without a stop: the line goes through it, lit where the evaluation went on to the end. */
function AddRule(props: {
  readonly button: RefObject<HTMLButtonElement>;
  readonly reached: boolean;
  readonly onAdd: () => void;
}) {
  const { button, reached, onAdd } = props;
  return (
    <li
      className={clsx(
        "relative pb-3 pl-8 sm:pl-10",
        "before:absolute before:top-0 before:-bottom-[22px] before:left-[10.25px] before:w-[1.5px] before:transition-colors before:duration-300 sm:before:left-[13.25px]",
        reached ? "before:bg-accent" : "before:bg-line-strong",
      )}
    >
      <Button
        ref={button}
        tone="ghost"
        className="w-full justify-start border-dashed border-line-strong bg-bg hover:border-edge"
        onClick={onAdd}
      >
        <Plus aria-hidden />
        Add a rule
      </Button>
    </li>
  );
}
