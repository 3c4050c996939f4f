import { Form, Link, useSubmit } from "@remix-run/react";
import { ArrowRight, X } from "lucide-react";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { Select } from "#app/ui/select.tsx";
import type { MomentComparison } from "./moment-comparison.ts";
import { DocumentChanges } from "./document-changes.tsx";

export interface ComparePanelProps {
  readonly comparison: MomentComparison;
  /** Those that can be chosen, newest first. */
  readonly revisions: readonly number[];
  readonly to?: ((flag: string) => string) | undefined;
  readonly hideKeys?: boolean;
}

/** Any two revisions side by side, in words. */
export function ComparePanel({ comparison, revisions, to, hideKeys = false }: ComparePanelProps) {
  const submit = useSubmit();
  const [from, until] = [comparison.from.revision, comparison.to.revision];
  const choices = [...new Set([...revisions, from, until])].toSorted((a, b) => b - a);
  return (
    <Panel
      className="max-w-220"
      title="What changed"
      aside={
        <Button asChild tone="ghost" size="icon" aria-label="Close the comparison">
          <Link to="." preventScrollReset>
            <X aria-hidden />
          </Link>
        </Button>
      }
    >
      <Form
        preventScrollReset
        onChange={(event) => {
          void submit(event.currentTarget, { preventScrollReset: true });
        }}
        className="mb-3.5 flex flex-wrap items-center gap-2 text-sm"
      >
        <Choice name="from" label="From revision" value={from} choices={choices} />
        <ArrowRight aria-hidden className="size-4 text-ink-3" />
        <Choice name="to" label="To revision" value={until} choices={choices} />
        <noscript>
          <Button type="submit" size="sm">
            Compare
          </Button>
        </noscript>
      </Form>
      {comparison.differences.length === 0 ? (
        <Notice tone="info">Nothing is served otherwise in the one than in the other.</Notice>
      ) : (
        <DocumentChanges documents={comparison.differences} to={to} hideKeys={hideKeys} />
      )}
    </Panel>
  );
}

function Choice(props: {
  readonly name: string;
  readonly label: string;
  readonly value: number;
  readonly choices: readonly number[];
}) {
  return (
    <Select compact name={props.name} aria-label={props.label} defaultValue={props.value} key={props.value}>
      {props.choices.map((revision) => (
        <option key={revision} value={revision}>
          Revision {revision}
        </option>
      ))}
    </Select>
  );
}
