import { Link } from "@remix-run/react";
import { Chip } from "#app/ui/chip.tsx";
import { Time } from "#app/ui/clock.tsx";
import { Table, Td, Th, Tr } from "#app/ui/table.tsx";

export interface ShownEntry {
  readonly sequence: number;
  readonly at: Date;
  readonly actor: { readonly kind: string; readonly name: string };
  readonly action: string;
  readonly subject: { readonly kind: string; readonly key: string };
  readonly summary: string;
  readonly changes: readonly string[];
  readonly comment: string;
  readonly address: string | null;
}

/** Who did what, newest first; the lines that changed are behind each entry. */
export function AuditList({
  base,
  entries,
}: {
  readonly base: string;
  readonly entries: readonly ShownEntry[];
}) {
  return (
    <Table caption="Audit entries, newest first">
      <thead>
        <tr>
          <Th className="max-sm:hidden">When</Th>
          <Th className="max-sm:hidden">Who</Th>
          <Th>What</Th>
          <Th className="max-lg:hidden">From</Th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Tr key={entry.sequence} className="[&>td]:align-top">
            <Td className="text-sm whitespace-nowrap text-ink-2 tabular max-sm:hidden">
              <Time at={entry.at} />
            </Td>
            <Td className="text-sm whitespace-nowrap max-sm:hidden">
              <span className="font-[550]">{entry.actor.name}</span>
              {entry.actor.kind !== "user" && <Chip className="ml-2">{entry.actor.kind}</Chip>}
            </Td>
            <Td className="w-full">
              <p className="mb-0.5 text-xs text-ink-3 sm:hidden">
                {entry.actor.name}, <Time at={entry.at} />
              </p>
              <Subject base={base} entry={entry} />
              {entry.comment !== "" && <p className="mt-0.5 text-sm text-ink-2">“{entry.comment}”</p>}
              {entry.changes.length > 0 && <Changes changes={entry.changes} />}
            </Td>
            <Td className="font-mono text-xs whitespace-nowrap text-ink-3 max-lg:hidden">
              {entry.address ?? "—"}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Subject({ base, entry }: { readonly base: string; readonly entry: ShownEntry }) {
  const chip = <code className="mr-2 text-xs text-ink-3">{entry.action}</code>;
  if (entry.subject.kind !== "flag") {
    return (
      <p>
        {entry.summary} {chip}
      </p>
    );
  }
  return (
    <p>
      <Link
        to={`${base}/flags/${entry.subject.key}`}
        className="rounded-sm hover:underline underline-offset-3"
      >
        {entry.summary}
      </Link>{" "}
      {chip}
    </p>
  );
}

const shownChanges = 3;

function Changes({ changes }: { readonly changes: readonly string[] }) {
  const lines = (some: readonly string[]) => (
    <ul className="mt-1 grid gap-0.5 text-sm text-ink-2">
      {some.map((change) => (
        <li key={change} className="flex gap-2 [overflow-wrap:anywhere]">
          <span aria-hidden className="text-ink-3">
            ·
          </span>
          {change}
        </li>
      ))}
    </ul>
  );
  if (changes.length <= shownChanges) return lines(changes);
  return (
    <details className="mt-1">
      <summary className="cursor-pointer rounded-sm text-sm text-accent hover:underline">
        {changes.length} changes
      </summary>
      {lines(changes)}
    </details>
  );
}
