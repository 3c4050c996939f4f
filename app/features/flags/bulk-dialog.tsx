import { useFetcher } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { EnvironmentName } from "#app/features/environments/environment-name.tsx";
import type { ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Segmented } from "#app/ui/segmented.tsx";
import { TokenInput } from "#app/ui/token-input.tsx";
import { BulkPreview } from "./bulk-preview.tsx";
import {
  bulkVerb,
  flagCount,
  requestFor,
  toldDone,
  undoOf,
  type BulkAsk,
  type BulkFlag,
  type BulkOutcome,
  type BulkRequest,
} from "./bulk.ts";

export interface BulkPlace {
  readonly key: string;
  readonly name: string;
}

export interface BulkDialogProps {
  readonly asking: BulkAsk["do"];
  readonly flags: readonly BulkFlag[];
  readonly places: readonly BulkPlace[];
  readonly action: string;
  readonly onClose: () => void;
  /** What was done in words, and the request that takes it back. */
  readonly onDone: (told: string, undo: BulkRequest | undefined) => void;
}

interface Answer {
  readonly problem?: ProblemView | undefined;
  readonly done?: BulkOutcome | undefined;
}

const restMs = 250;

/** What will change, as the server says before it does it; then the same for good, in one transaction. */
export function BulkDialog({ asking, flags, places, action, onClose, onDone }: BulkDialogProps) {
  const [does, setDoes] = useState(asking);
  const [environment, setEnvironment] = useState(places.length === 1 ? places[0]?.key : undefined);
  const [tags, setTags] = useState<readonly string[]>([]);
  const [comment, setComment] = useState("");
  const ask = askOf(does, environment, tags);
  const preview = usePreview(action, ask, flags);
  const change = useFetcher<Answer>();
  const sent = useRef<{ ask: BulkAsk; request: BulkRequest } | undefined>(undefined);
  const done = change.data?.done;
  useEffect(() => {
    if (done === undefined || sent.current === undefined) return;
    const count = done.changes.filter(({ lines }) => lines.length > 0).length;
    onDone(toldDone(sent.current.ask, count), undoOf(sent.current.request, flags, done));
    sent.current = undefined;
  }, [done, flags, onDone]);

  const changing = preview.outcome?.changes.filter(({ lines }) => lines.length > 0).length ?? 0;
  const place = places.find(({ key }) => key === environment);
  const confirm = () => {
    if (ask === undefined) return;
    const request = requestFor(ask, flags, { dryRun: false, ...(comment === "" ? {} : { comment }) });
    sent.current = { ask, request };
    void change.submit(JSON.stringify(request), { method: "post", action, encType: "application/json" });
  };
  return (
    <Dialog
      open
      wide
      onOpenChange={onClose}
      title={`${bulkVerb(does)} ${flagCount(flags.length)}`}
      description={descriptions[does]}
      footer={
        <>
          <Button tone="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            tone={does === "archive" ? "danger-solid" : "primary"}
            disabled={ask === undefined || changing === 0 || preview.busy}
            busy={change.state !== "idle"}
            onClick={confirm}
          >
            {bulkVerb(does)} {changing > 0 && flagCount(changing)}
            {place !== undefined && ask !== undefined && "environment" in ask && ` in ${place.name}`}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {(does === "turn-on" || does === "turn-off") && (
          <div className="grid gap-1.5">
            <p className="text-sm font-[550]">Environment</p>
            <Segmented
              label="Environment"
              value={environment ?? ""}
              onChange={setEnvironment}
              options={places.map((each) => ({
                value: each.key,
                label: <EnvironmentName environment={each} />,
              }))}
              className="justify-self-start"
            />
          </div>
        )}
        {(does === "tag" || does === "untag") && (
          <div className="grid gap-2">
            <Segmented
              label="Add or take away"
              value={does}
              onChange={setDoes}
              options={[
                { value: "tag", label: "Add" },
                { value: "untag", label: "Take away" },
              ]}
              className="justify-self-start"
            />
            <TokenInput
              label="Tags"
              tokens={tags}
              onChange={setTags}
              placeholder="A tag, then Enter"
              problem={(tag) => (tag.length > 50 ? "has more than 50 characters" : undefined)}
            />
          </div>
        )}
        <BulkPreview
          problem={change.data?.problem ?? preview.problem}
          outcome={preview.outcome}
          busy={preview.busy}
          waiting={waiting[does]}
        />
        <Field label="Why" optional hint="Kept with the revision and in the audit log.">
          <Input
            maxLength={1000}
            value={comment}
            onChange={(event) => {
              setComment(event.target.value);
            }}
          />
        </Field>
      </div>
    </Dialog>
  );
}

const descriptions: Readonly<Record<BulkAsk["do"], string>> = {
  "turn-on": "All of them or none, in one revision. Their targeting decides again what each serves.",
  "turn-off": "All of them or none, in one revision. Each serves its off variant to everybody.",
  tag: "All of them or none. Tags change nothing that is served.",
  untag: "All of them or none. Tags change nothing that is served.",
  archive:
    "Code that still asks gets its own default, in every environment. What is archived can be restored.",
  restore: "Each comes back in every environment with the targeting that it had.",
};

const waiting: Readonly<Record<BulkAsk["do"], string>> = {
  "turn-on": "Choose an environment to see what changes.",
  "turn-off": "Choose an environment to see what changes.",
  tag: "Give a tag to see what changes.",
  untag: "Give a tag to see what changes.",
  archive: "",
  restore: "",
};

function askOf(
  does: BulkAsk["do"],
  environment: string | undefined,
  tags: readonly string[],
): BulkAsk | undefined {
  if (does === "turn-on" || does === "turn-off")
    return environment === undefined ? undefined : { do: does, environment };
  if (does === "tag" || does === "untag") return tags.length === 0 ? undefined : { do: does, tags };
  return { do: does };
}

/** What the server would do, asked for again whenever something else is wanted. */
function usePreview(action: string, ask: BulkAsk | undefined, flags: readonly BulkFlag[]) {
  const { submit, data, state } = useFetcher<Answer>();
  const request = ask === undefined ? undefined : JSON.stringify(requestFor(ask, flags, { dryRun: true }));
  const [shown, setShown] = useState<string | undefined>(undefined);
  useEffect(() => {
    if (request === undefined) return undefined;
    const timer = setTimeout(() => {
      void submit(request, { method: "post", action, encType: "application/json" });
      setShown(request);
    }, restMs);
    return () => {
      clearTimeout(timer);
    };
  }, [action, request, submit]);
  const current = request !== undefined && shown === request && state === "idle";
  return {
    busy: request !== undefined && !current,
    outcome: current ? data?.done : undefined,
    problem: current ? data?.problem : undefined,
  };
}
