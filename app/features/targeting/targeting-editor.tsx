import { Suspense, useEffect, useMemo, useReducer, useState, type ReactNode } from "react";
import { isProduction } from "#app/features/environments/production.ts";
import type { ProblemView } from "#app/pages/problem-view.ts";
import { lazyPart } from "#app/ui/lazy-part.ts";
import { Notice } from "#app/ui/notice.tsx";
import { Segmented } from "#app/ui/segmented.tsx";
import { exampleContext } from "./example-context.ts";
import type { TypedJson } from "./json-editor.tsx";
import { placeWords } from "./place-words.ts";
import type { PreviewState } from "./review-dialog.tsx";
import type { Surroundings } from "./surroundings.ts";
import { ServedPanel } from "./served-panel.tsx";
import { SwitchPanel } from "./switch-panel.tsx";
import { TargetingPath } from "./targeting-path.tsx";
import { changeDraft, isDirty, startDraft } from "./targeting-draft.ts";
import type { TargetedFlag } from "./targeted-flag.ts";
import { toDocument, type Targeting } from "./targeting.ts";
import { useDraftEngine } from "./use-draft-engine.tsx";
import { useFindings } from "./use-findings.tsx";
import { useKeptDraft } from "./use-kept-draft.tsx";
import { useNewerVersion } from "./use-newer-version.tsx";
import { useOutcomes } from "./use-outcomes.tsx";
import { usePast } from "./use-past.tsx";
import { useConditionSurroundings, useSurroundings } from "./use-surroundings.tsx";
import { useUnsavedGuard } from "./use-unsaved-guard.tsx";
import { useWhy } from "./use-why.tsx";
import { WhyPanel, type TriedState } from "./why-panel.tsx";

const JsonEditor = lazyPart(() => import("./json-editor.tsx").then((part) => part.JsonEditor));
const KeptNotice = lazyPart(() => import("./kept-notice.tsx").then((part) => part.KeptNotice));
const loadSaveBar = () => import("./save-bar.tsx");
const SaveBar = lazyPart(() => loadSaveBar().then((part) => part.SaveBar));
const ConflictNotice = lazyPart(() => import("./conflict-notice.tsx").then((part) => part.ConflictNotice));

export interface TargetingChangeAsked {
  readonly expectedVersion: string;
  readonly targeting: Targeting;
  readonly comment: string;
}

export interface TargetingEditorProps {
  /** The ways to the other environments. */
  readonly tabs: ReactNode;
  /** `/projects/storefront`. */
  readonly base: string;
  readonly flag: TargetedFlag;
  readonly environment: { readonly key: string; readonly name: string };
  readonly saved: { readonly targeting: Targeting; readonly version: string };
  readonly surroundings: Surroundings;
  /** SDK instances that are connected there, and how many of them serve the latest revision. */
  readonly live: { readonly connected: number; readonly serving: number };
  /** Why nothing can be changed here; undefined where it can. */
  readonly locked: string | undefined;
  readonly busy: boolean;
  readonly problem: ProblemView | undefined;
  readonly preview: PreviewState;
  /** Under what this browser keeps what is not saved. */
  readonly keptUnder: string;
  readonly onPreview: (change: TargetingChangeAsked) => void;
  readonly onSave: (change: TargetingChangeAsked) => void;
}

/** The evaluation path of a flag in one environment, from the top down, to read, to try and to change. */
export function TargetingEditor(props: TargetingEditorProps) {
  const { base, flag, environment, saved, locked, busy, problem, preview, onPreview, onSave } = props;
  const [draft, dispatch] = useReducer(changeDraft, saved, (start) =>
    startDraft(start.targeting, start.version),
  );
  const [view, setView] = useState<"path" | "json">("path");
  const [json, setJson] = useState<TypedJson>();
  const [typed, setTyped] = useState<string>();
  const [of, setOf] = useState<TriedState>("draft");
  const [asked, setAsked] = useState<Targeting>();

  const engine = useDraftEngine();
  const dirty = isDirty(draft);
  const conflict = useNewerVersion({ draft, saved, dispatch });
  const { offered, answer, kept } = useKeptDraft(props.keptUnder, draft);
  useUnsavedGuard(dirty && !kept);

  const { now } = draft;
  const surroundings = useSurroundings({
    base,
    environment: environment.key,
    present: props.surroundings,
    draft: now,
  });
  const nameable = useConditionSurroundings(surroundings, now, flag.key);
  const document = useMemo(() => toDocument(flag, now), [flag, now]);
  const live = useMemo(() => toDocument(flag, saved.targeting), [flag, saved.targeting]);
  const served = useOutcomes(`/api/v1${base}/environments/${environment.key}/flags/${flag.key}/outcomes`);
  const past = usePast(`${base}/flags/${flag.key}/past/${environment.key}`, of === "past");
  const then = past.data?.found;
  const context = typed ?? JSON.stringify(exampleContext(now), null, 2);
  const { state, path } = useWhy({
    ...{ engine, base, environment: environment.key, contextText: context },
    ...(of === "past" && then !== undefined
      ? { surroundings: then.surroundings, document: then.document, at: then.at }
      : { surroundings, document: { draft: document, live, past: undefined }[of] }),
  });
  const changes = useMemo(() => engine?.describeChanges(draft.base, now) ?? [], [engine, draft.base, now]);
  const problems = useMemo(
    () => engine?.draftProblems(flag, now, nameable) ?? [],
    [engine, flag, now, nameable],
  );
  const findings = useFindings(engine, document, surroundings.segments, problems.length === 0);
  // What the server said of this very draft stands beside the fields, too, and does not keep anybody from trying again.
  const told = asked === now ? [...(problem?.fields ?? []), ...(preview.problem?.fields ?? [])] : [];
  const editable = locked === undefined;
  useEffect(() => {
    // Whoever edits saves soon, and must not lose the page to a line that is down by then.
    if (editable) loadSaveBar().catch(() => undefined);
  }, [editable]);
  const stuck = json !== undefined && json.targeting === undefined;

  const change = (comment: string): TargetingChangeAsked => {
    setAsked(now);
    return { expectedVersion: draft.version, targeting: now, comment };
  };
  return (
    <div className="grid items-start gap-x-5.5 gap-y-4 xl:grid-cols-[minmax(0,1fr)_372px]">
      <div className="flex flex-wrap items-center justify-between gap-2 xl:col-span-2">
        {props.tabs}
        <Segmented
          label="How the targeting is shown"
          value={view}
          onChange={setView}
          options={[
            { value: "path", label: "Path" },
            { value: "json", label: "JSON" },
          ]}
        />
      </div>
      <div className="min-w-0">
        {locked !== undefined && (
          <Notice tone="locked" className="mb-4">
            {locked}
          </Notice>
        )}
        {offered !== undefined && editable && (
          <Suspense>
            <KeptNotice
              draft={offered}
              onTake={() => {
                dispatch({ do: "resume", draft: offered });
                answer();
              }}
              onDrop={answer}
            />
          </Suspense>
        )}
        {conflict && (
          <Suspense>
            <ConflictNotice
              key={saved.version}
              base={draft.base}
              mine={now}
              theirs={saved.targeting}
              onResolve={(targeting) => {
                dispatch({ do: "rebase", base: saved.targeting, version: saved.version, now: targeting });
              }}
              onTakeTheirs={() => {
                dispatch({ do: "adopt", base: saved.targeting, version: saved.version });
              }}
            />
          </Suspense>
        )}
        <SwitchPanel
          flag={flag}
          environment={environment}
          targeting={now}
          savedOn={saved.targeting.on}
          live={props.live}
          editable={editable}
          served={path.switch === "served"}
          dispatch={dispatch}
        />
        {view === "json" ? (
          <Suspense>
            <JsonEditor
              flag={flag}
              targeting={now}
              typed={json}
              problems={[...problems, ...told]}
              editable={editable}
              onType={(next) => {
                setJson(next);
                if (next.targeting !== undefined) dispatch({ do: "replace", targeting: next.targeting });
              }}
            />
          </Suspense>
        ) : (
          <>
            {stuck && (
              <Notice tone="warn" className="mb-4">
                What you typed as JSON cannot be taken yet. Go back to it to mend it; the path shows the draft
                without it.
              </Notice>
            )}
            <TargetingPath
              base={base}
              flag={flag}
              environment={environment}
              draft={draft}
              surroundings={nameable}
              path={path}
              explained={state.kind === "answer" ? state.explanation.steps : []}
              problems={[...problems, ...told]}
              findings={findings}
              editable={editable}
              served={served}
              dispatch={dispatch}
              onTry={(example) => {
                setTyped(JSON.stringify(example, null, 2));
              }}
            />
          </>
        )}
      </div>
      <aside aria-label="Try it" className="grid min-w-0 gap-4 xl:sticky xl:top-19">
        <WhyPanel
          flag={flag}
          context={context}
          onContext={setTyped}
          of={of}
          onOf={setOf}
          past={past}
          dirty={dirty}
          revision={surroundings.revision}
          state={state}
          incomplete={
            of === "draft" && problems[0] !== undefined
              ? `${placeWords(problems[0].pointer, now)}: ${problems[0].message}`
              : undefined
          }
        />
        <ServedPanel flag={flag} environment={environment} served={served} />
      </aside>
      {(dirty || stuck) && (
        <Suspense>
          <SaveBar
            draft={now}
            changes={changes}
            problems={problems}
            environment={environment}
            production={isProduction(environment)}
            busy={busy}
            refused={asked === now ? refusalWords(problem) : undefined}
            held={
              conflict
                ? "a newer version was saved meanwhile: decide above"
                : stuck
                  ? "the JSON cannot be taken yet"
                  : undefined
            }
            preview={preview}
            canUndo={draft.past.length > 0}
            onUndo={() => {
              dispatch({ do: "undo" });
            }}
            onDiscard={() => {
              setJson(undefined);
              dispatch({ do: "discard" });
            }}
            onShow={(pointer) => {
              setView("path");
              requestAnimationFrame(() => showPlace(pointer, now));
            }}
            onPreview={() => onPreview(change(""))}
            onSave={(comment) => onSave(change(comment))}
          />
        </Suspense>
      )}
    </div>
  );
}

/** Brings the stop on the path into view that a pointer leads to. */
function showPlace(pointer: string, { rules }: Targeting): void {
  const [, place, index] = pointer.split("/");
  const id = place === "rules" ? `rule-${rules[Number(index)]?.id ?? ""}` : `path-${place ?? ""}`;
  const step = window.document.getElementById(id);
  step?.scrollIntoView({ block: "center", behavior: "smooth" });
  step
    ?.querySelector<HTMLElement>('[aria-invalid="true"], button[aria-pressed]')
    ?.focus({ preventScroll: true });
}

function refusalWords(problem: ProblemView | undefined): string | undefined {
  if (problem === undefined || problem.code === "version_conflict") return undefined;
  const fields = problem.fields.map((field) => field.message);
  return fields.length > 0 ? fields.join(" ") : (problem.detail ?? problem.title);
}
