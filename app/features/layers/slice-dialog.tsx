import { useFetcher } from "@remix-run/react";
import { useEffect, useState } from "react";
import type { ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import { Field } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PercentInput } from "#app/ui/percent-input.tsx";
import { Select } from "#app/ui/select.tsx";
import { useToast } from "#app/ui/toast.tsx";
import type { FlagSplit, SplitFlag } from "./flag-splits.ts";

export interface SliceDialogProps {
  readonly layer: string;
  readonly environment: string;
  /** Where splits are listed and slices are given. */
  readonly address: string;
  /** Whose slice is changed; undefined: one is given. */
  readonly flag: string | undefined;
  /** What nobody has, in per cent. */
  readonly free: number;
  readonly onClose: () => void;
}

interface Answer {
  readonly problem?: ProblemView | undefined;
  readonly done?:
    { readonly changes: readonly string[]; readonly entering: number; readonly leaving: number } | undefined;
}

const pauseMs = 250;

/** Gives a flag's split a slice of a layer, makes it larger or smaller, or takes it out, after a look at who moves. */
export function SliceDialog(props: SliceDialogProps) {
  const { layer, environment, address, onClose } = props;
  const { load, data: listed } = useFetcher<SplitFlag[]>();
  const preview = useFetcher<Answer>();
  const save = useFetcher<Answer>();
  const toast = useToast();
  const [chosen, setChosen] = useState(props.flag);
  const [rule, setRule] = useState<string | null>();
  const [typed, setTyped] = useState<number>();
  useEffect(() => load(address), [load, address]);

  const flags = Array.isArray(listed) ? listed : [];
  const flag = flags.find((each) => each.flag === chosen);
  const split = flag === undefined ? undefined : splitOf(flag, rule);
  const held = split?.percent ?? null;
  const percent = typed ?? held ?? Math.min(props.free, 10);
  const request = (size: number | null, dryRun: boolean) =>
    JSON.stringify({
      ...{ flag: flag?.flag, rule: split?.rule ?? null, expectedVersion: flag?.version },
      ...{ percent: size, dryRun },
    });
  const unchanged = held !== null && typed === undefined;
  const asked = split === undefined || unchanged ? undefined : request(percent, true);
  const { submit: ask } = preview;
  const { done } = save.data ?? {};
  const saving = save.state !== "idle" || done !== undefined;
  useEffect(() => {
    if (asked === undefined || saving) return;
    const timer = setTimeout(() => {
      ask(asked, { method: "post", action: address, encType: "application/json" });
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [ask, asked, address, saving]);
  const send = (size: number | null) =>
    save.submit(request(size, false), { method: "post", action: address, encType: "application/json" });

  useEffect(() => {
    if (done === undefined) return;
    toast({ title: `Changed who holds what of ${layer}`, detail: `${environment} serves it now.` });
    onClose();
  }, [done, toast, onClose, layer, environment]);

  const found = preview.data?.done;
  const problem = save.data?.problem ?? preview.data?.problem;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={props.flag === undefined ? `Give a slice of ${layer}` : `The slice of ${props.flag}`}
      description={`In ${environment}. Whoever is in a slice stays as it grows, and nobody is in two.`}
      footer={
        <>
          {held !== null && (
            <Button tone="ghost" className="mr-auto" busy={saving} onClick={() => void send(null)}>
              Take it out of the layer
            </Button>
          )}
          <Button tone="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            tone="primary"
            busy={saving}
            disabled={split === undefined || unchanged || found?.changes.length === 0}
            onClick={() => void send(percent)}
          >
            {held === null ? "Give the slice" : "Change the slice"}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {Array.isArray(listed) && flags.length === 0 && (
          <Notice tone="info">
            No flag of this environment has a split yet. Give one a split first: a slice is a part of its
            users.
          </Notice>
        )}
        {props.flag === undefined && (
          <Field label="Flag">
            <Select
              value={chosen ?? ""}
              onChange={(event) => {
                setChosen(event.target.value);
                setRule(undefined);
                setTyped(undefined);
              }}
            >
              <option value="" disabled>
                Choose one that has a split
              </option>
              {flags.map((each) => (
                <option key={each.flag} value={each.flag}>
                  {each.flag}
                </option>
              ))}
            </Select>
          </Field>
        )}
        {flag !== undefined && flag.splits.length > 1 && (
          <Field label="Split" hint="What serves several variants by shares.">
            <Select
              value={split?.rule ?? ""}
              onChange={(event) => {
                setRule(event.target.value === "" ? null : event.target.value);
                setTyped(undefined);
              }}
            >
              {flag.splits.map((each) => (
                <option key={each.rule ?? ""} value={each.rule ?? ""}>
                  {each.name}
                  {each.percent === null ? "" : `: ${each.percent} %`}
                </option>
              ))}
            </Select>
          </Field>
        )}
        {split !== undefined && (
          <div className="flex flex-wrap items-center gap-2.5 text-sm">
            <PercentInput label="Share of the layer" percent={percent} onChange={setTyped} />
            <span className="text-ink-2">of the layer; {props.free + (held ?? 0)} % can be had</span>
          </div>
        )}
        <div aria-live="polite" aria-busy={preview.state !== "idle"} className="grid gap-2 text-sm">
          {problem !== undefined && (
            <Notice tone="error">{problem.fields[0]?.message ?? problem.detail ?? problem.title}</Notice>
          )}
          {problem === undefined && found !== undefined && split !== undefined && (
            <p className="text-ink-2 tabular">{movedWords(found)}</p>
          )}
        </div>
      </div>
    </Dialog>
  );
}

/** The chosen one; else the one that holds a slice, else the first. */
function splitOf({ splits }: SplitFlag, rule: string | null | undefined): FlagSplit | undefined {
  const named = rule === undefined ? undefined : splits.find((split) => split.rule === rule);
  return named ?? splits.find(({ percent }) => percent !== null) ?? splits[0];
}

function movedWords({ changes, entering, leaving }: NonNullable<Answer["done"]>): string {
  if (changes.length === 0) return "It holds that already.";
  if (entering + leaving === 0) return "Nobody moves.";
  return `Of all users, ${entering} % come to the split and ${leaving} % go from it.`;
}
