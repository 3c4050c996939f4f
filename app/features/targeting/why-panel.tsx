import { clsx } from "clsx";
import { Check, CircleDot, CircleHelp, Minus } from "lucide-react";
import { Chip } from "#app/ui/chip.tsx";
import { Textarea } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { Segmented } from "#app/ui/segmented.tsx";
import { Skeleton } from "#app/ui/skeleton.tsx";
import { Words } from "#app/ui/words.tsx";
import { BucketLine } from "./bucket-line.tsx";
import { PastChoice } from "./past-choice.tsx";
import type { Past } from "./use-past.tsx";
import type { WhyState } from "./use-why.tsx";
import { VariantMark, type Variants } from "./variant-mark.tsx";
import { whyLines, type WhyLine } from "./why-words.ts";

/** What is asked: what stands in the editor, what is served now, or what was served once. */
export type TriedState = "draft" | "live" | "past";

export interface WhyPanelProps {
  readonly flag: Variants;
  readonly context: string;
  readonly onContext: (text: string) => void;
  readonly of: TriedState;
  readonly onOf: (of: TriedState) => void;
  readonly past: Past;
  readonly dirty: boolean;
  readonly revision: number;
  readonly state: WhyState;
  /** Why the draft cannot be tried yet, if it cannot. */
  readonly incomplete: string | undefined;
}

/** Who gets what, and why: the engine itself, run here on what stands in the editor. */
export function WhyPanel(props: WhyPanelProps) {
  const { flag, context, onContext, of, onOf, past, dirty, revision, state, incomplete } = props;
  return (
    <Panel title="Why?" note="try a context" bodyClassName="grid gap-3">
      <Segmented
        label="What is evaluated"
        className="justify-self-start"
        value={of}
        onChange={onOf}
        options={[
          { value: "draft", label: dirty ? "this draft" : "as shown" },
          { value: "live", label: `live, revision ${revision}` },
          { value: "past", label: "past" },
        ]}
      />
      {of === "past" && <PastChoice {...past} />}
      <Textarea
        mono
        aria-label="Evaluation context as JSON"
        aria-invalid={state.kind === "not-json" || undefined}
        spellCheck={false}
        rows={Math.min(12, Math.max(5, context.split("\n").length))}
        className="bg-sunken"
        value={context}
        onChange={(event) => {
          onContext(event.target.value);
        }}
      />
      <div aria-live="polite" className="grid gap-3">
        {of === "past" &&
        !past.busy &&
        past.data?.found !== undefined &&
        past.data.found.document === undefined ? (
          <p className="text-sm text-ink-2">
            The flag was not there then, or archived: code that asked got its own default.
          </p>
        ) : (
          <Answer flag={flag} state={state} incomplete={incomplete} />
        )}
      </div>
    </Panel>
  );
}

function Answer({ flag, state, incomplete }: Pick<WhyPanelProps, "flag" | "state" | "incomplete">) {
  switch (state.kind) {
    case "waiting":
      return <Skeleton className="h-7 w-40" />;
    case "not-json":
      return <p className="text-sm text-kill-ink">{state.message}</p>;
    case "refused":
      return (
        <Notice tone="warn" title="It can be tried once it is complete">
          {incomplete ?? state.message}
        </Notice>
      );
    case "answer": {
      const { evaluation, steps } = state.explanation;
      return (
        <>
          <p className="flex flex-wrap items-center gap-2">
            <strong className="font-[620]">
              <VariantMark flag={flag} variant={evaluation.variant} />
            </strong>
            <Chip tone={evaluation.reason === "ERROR" ? "kill" : "accent"}>{evaluation.reason}</Chip>
            {evaluation.detail !== undefined && <Chip>{evaluation.detail}</Chip>}
            <span
              className="ml-auto text-xs text-ink-3 tabular"
              title="How long the engine took, here in this browser"
            >
              {Math.max(1, Math.round(state.microseconds))} µs
            </span>
          </p>
          <ol className="grid gap-2 text-sm">
            {whyLines(steps, state.foreign).map((line, index) => (
              // Steps are told in their order; two may read alike.
              // eslint-disable-next-line react/no-array-index-key
              <Line key={index} flag={flag} line={line} />
            ))}
          </ol>
        </>
      );
    }
  }
}

const marks = {
  yes: { Icon: Check, className: "text-on", word: "Holds:" },
  no: { Icon: Minus, className: "text-ink-3", word: "Does not hold:" },
  unknown: { Icon: CircleHelp, className: "text-warn-ink", word: "Not known:" },
  served: { Icon: CircleDot, className: "text-accent", word: "Serves:" },
} as const;

function Line({ flag, line }: { readonly flag: Variants; readonly line: WhyLine }) {
  const { Icon, className, word } = marks[line.mark];
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)] gap-2">
      <Icon aria-hidden className={clsx("mt-0.5 size-4", className)} />
      <span className={line.mark === "served" ? "" : "text-ink-2"}>
        <span className="sr-only">{word} </span>
        <Words text={line.text} />
        {line.notes.map((note) => (
          <span key={note} className="block text-ink-2">
            <Words text={note} />
          </span>
        ))}
        {line.draws?.map((draw) => (
          <BucketLine key={draw.words} flag={flag} draw={draw} />
        ))}
      </span>
    </li>
  );
}
