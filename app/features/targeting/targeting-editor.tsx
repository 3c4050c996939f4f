import { useEffect, useMemo, useReducer, useState } from "react";
import { Plus } from "lucide-react";
import type { ProblemView } from "#app/pages/problem-view.ts";
import { isProduction } from "#app/features/environments/production.ts";
import { Button } from "#app/ui/button.tsx";
import { cn } from "#app/ui/cn.ts";
import { Notice } from "#app/ui/notice.tsx";
import { ConflictNotice } from "./conflict-notice.tsx";
import { emptyClause } from "./condition-rows.ts";
import { draftProblems } from "./draft-problems.ts";
import { attributesOf, exampleContext } from "./example-context.ts";
import { FallthroughStep } from "./fallthrough-step.tsx";
import { KillStep } from "./kill-step.tsx";
import { PrerequisitesStep, type FlagChoice } from "./prerequisites-step.tsx";
import { RuleStep } from "./rule-step.tsx";
import { SaveBar } from "./save-bar.tsx";
import { sameJson } from "#app/platform/same-json.ts";
import type { Surroundings } from "./surroundings.ts";
import { SwitchPanel } from "./switch-panel.tsx";
import { changeDraft, isDirty, startDraft } from "./targeting-draft.ts";
import { describeChanges } from "./targeting-changes.ts";
import { risingVariant, type TargetedFlag } from "./targeted-flag.ts";
import { TargetsStep } from "./targets-step.tsx";
import { toDocument, type Targeting } from "./targeting.ts";
import { useSurroundings } from "./use-surroundings.tsx";
import { useUnsavedGuard } from "./use-unsaved-guard.tsx";
import { useWhy } from "./use-why.tsx";
import { WhyPanel } from "./why-panel.tsx";

export interface TargetingEditorProps {
  /** `/projects/storefront`. */
  readonly base: string;
  readonly flag: TargetedFlag;
  readonly environment: { readonly key: string; readonly name: string };
  readonly saved: { readonly targeting: Targeting; readonly version: string };
  readonly surroundings: Surroundings;
  readonly choices: readonly FlagChoice[];
  /** Why nothing can be changed here; undefined where it can. */
  readonly locked: string | undefined;
  readonly busy: boolean;
  readonly problem: ProblemView | undefined;
  readonly onSave: (change: { expectedVersion: string; targeting: Targeting; comment: string }) => void;
}

/** The evaluation path of a flag in one environment, from the top down, to read, to try and to change. */
export function TargetingEditor(props: TargetingEditorProps) {
  const { base, flag, environment, saved, choices, locked, busy, problem, onSave } = props;
  const [draft, dispatch] = useReducer(changeDraft, saved, (start) =>
    startDraft(start.targeting, start.version),
  );
  const [freshRule, setFreshRule] = useState<{ id: string; version: string }>();
  const [typed, setTyped] = useState<string>();
  const [of, setOf] = useState<"draft" | "live">("draft");

  const dirty = isDirty(draft);
  const newer = draft.version !== saved.version;
  const caughtUp = newer && sameJson(draft.now, saved.targeting);
  const conflict = newer && dirty && !caughtUp;
  useEffect(() => {
    // Nothing of one's own is lost by following: there is nothing, or it is what was saved.
    if (newer && (!dirty || caughtUp)) {
      dispatch({ do: "adopt", base: saved.targeting, version: saved.version });
    }
  }, [newer, dirty, caughtUp, saved]);
  useUnsavedGuard(dirty);

  const now = draft.now;
  const surroundings = useSurroundings({
    base,
    environment: environment.key,
    present: props.surroundings,
    draft: now,
  });
  const shown = of === "draft" ? now : saved.targeting;
  const document = useMemo(() => toDocument(flag, shown), [flag, shown]);
  const context = typed ?? JSON.stringify(exampleContext(now), null, 2);
  const { state, path } = useWhy(surroundings, document, context);
  const changes = useMemo(() => describeChanges(draft.base, now), [draft.base, now]);
  const problems = useMemo(() => draftProblems(now), [now]);
  const attributes = useMemo(() => ["targetingKey", ...attributesOf(now)], [now]);
  const editable = locked === undefined;
  const explained = state.kind === "answer" ? state.explanation.steps : [];
  const stateOf = (id: string) => path.rules.get(id) ?? "waiting";

  const addRule = () => {
    const id = `r_${Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => (byte % 36).toString(36)).join("")}`;
    setFreshRule({ id, version: draft.version });
    dispatch({ do: "add-rule", rule: { id, when: emptyClause, serve: { variant: risingVariant(flag) } } });
  };

  return (
    <div className="grid items-start gap-5.5 xl:grid-cols-[minmax(0,1fr)_372px]">
      <div className="min-w-0">
        {locked !== undefined && (
          <Notice tone="locked" className="mb-4">
            {locked}
          </Notice>
        )}
        {conflict && (
          <ConflictNotice
            theirs={describeChanges(draft.base, saved.targeting)}
            mine={changes}
            onKeep={() => {
              dispatch({ do: "rebase", base: saved.targeting, version: saved.version });
            }}
            onDrop={() => {
              dispatch({ do: "adopt", base: saved.targeting, version: saved.version });
            }}
          />
        )}
        <SwitchPanel
          flag={flag}
          environment={environment}
          targeting={now}
          savedOn={saved.targeting.on}
          editable={editable}
          served={path.switch === "served"}
          dispatch={dispatch}
        />
        <ol aria-label="Evaluation path, from the top down">
          {now.kill !== undefined && <KillStep flag={flag} variant={now.kill.variant} />}
          <PrerequisitesStep
            base={base}
            environment={environment.key}
            prerequisites={now.prerequisites}
            choices={choices}
            state={path.prerequisites}
            steps={explained}
            editable={editable}
            onChange={(prerequisites) => {
              dispatch({ do: "set-prerequisites", prerequisites });
            }}
          />
          <TargetsStep
            key={`targets:${draft.version}`}
            flag={flag}
            targets={now.targets}
            state={path.targets}
            editable={editable}
            onChange={(targets) => {
              dispatch({ do: "set-targets", targets });
            }}
          />
          {now.rules.map((rule, index) => (
            <RuleStep
              // Once it is saved, a rule is there to read again.
              key={`${rule.id}:${draft.version}`}
              flag={flag}
              rule={rule}
              saved={draft.base.rules.find((other) => other.id === rule.id)}
              index={index}
              count={now.rules.length}
              state={stateOf(rule.id)}
              problems={problems.filter((each) => each.at === rule.id).map((each) => each.message)}
              attributes={attributes}
              editable={editable}
              fresh={rule.id === freshRule?.id && draft.version === freshRule.version}
              newSeed={newSeed}
              dispatch={dispatch}
            />
          ))}
          {editable && <AddRule reached={path.fallthrough !== "waiting"} onAdd={addRule} />}
          <FallthroughStep
            key={`fallthrough:${draft.version}`}
            flag={flag}
            serve={now.fallthrough}
            saved={draft.base.fallthrough}
            state={path.fallthrough}
            editable={editable}
            newSeed={newSeed}
            onChange={(serve) => {
              dispatch({ do: "set-fallthrough", serve });
            }}
          />
        </ol>
      </div>
      <aside aria-label="Try it" className="min-w-0 xl:sticky xl:top-19">
        <WhyPanel
          flag={flag}
          context={context}
          onContext={setTyped}
          of={of}
          onOf={setOf}
          dirty={dirty}
          revision={surroundings.revision}
          state={state}
        />
      </aside>
      {dirty && (
        <SaveBar
          changes={changes}
          problems={problems}
          environment={environment}
          production={isProduction(environment)}
          busy={busy}
          refused={refusalWords(problem)}
          conflict={conflict}
          canUndo={draft.past.length > 0}
          onUndo={() => {
            dispatch({ do: "undo" });
          }}
          onDiscard={() => {
            dispatch({ do: "discard" });
          }}
          onSave={(comment) => {
            onSave({ expectedVersion: draft.version, targeting: now, comment });
          }}
        />
      )}
    </div>
  );
}

/** A place on the path without a stop: the line goes through it, lit where the evaluation went on to the end. */
function AddRule({ reached, onAdd }: { readonly reached: boolean; readonly onAdd: () => void }) {
  return (
    <li
      className={cn(
        "relative pb-3 pl-8 sm:pl-10",
        "before:absolute before:top-0 before:-bottom-[22px] before:left-[10.25px] before:w-[1.5px] before:transition-colors before:duration-300 sm:before:left-[13.25px]",
        reached ? "before:bg-accent" : "before:bg-line-strong",
      )}
    >
      <Button
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

/** A draw of its own for every new split, 32 bits as the engine wants it. */
function newSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

function refusalWords(problem: ProblemView | undefined): string | undefined {
  if (problem === undefined || problem.code === "version_conflict") return undefined;
  const fields = problem.fields.map((field) => field.message);
  return fields.length > 0 ? fields.join(" ") : (problem.detail ?? problem.title);
}
