import { Link } from "@remix-run/react";
import { Time } from "#app/ui/clock.tsx";
import { Table, Td, Th, Tr } from "#app/ui/table.tsx";
import type { SegmentView } from "./segment-view.ts";

export interface ListedSegment extends SegmentView {
  /** How many flags and segments name it. */
  readonly uses: number;
}

/** The segments of one environment, last changed first. */
export function SegmentsTable({
  base,
  segments,
}: {
  readonly base: string;
  readonly segments: readonly ListedSegment[];
}) {
  return (
    <Table caption="Segments, last changed first">
      <thead>
        <tr>
          <Th>Segment</Th>
          <Th className="text-right max-sm:hidden">Rules</Th>
          <Th className="text-right max-sm:hidden">Included</Th>
          <Th className="text-right max-md:hidden">Excluded</Th>
          <Th className="text-right max-md:hidden">Used by</Th>
          <Th className="text-right max-sm:hidden">Changed</Th>
        </tr>
      </thead>
      <tbody>
        {segments.map((segment) => (
          <Tr key={segment.key} className="relative">
            <Td className="max-w-90 min-w-0">
              <Link to={`${base}/${segment.key}`} prefetch="intent" className="row-link">
                {segment.name}
              </Link>
              <div className="mt-0.5 text-ink-3">
                <code className="text-xs [overflow-wrap:anywhere]">{segment.key}</code>
              </div>
              <p className="mt-1 text-xs text-ink-3 sm:hidden">{inWords(segment)}</p>
            </Td>
            <Figure className="max-sm:hidden" value={segment.rules.length} />
            <Figure className="max-sm:hidden" value={segment.lists.included.count} />
            <Figure className="max-md:hidden" value={segment.lists.excluded.count} />
            <Figure className="max-md:hidden" value={segment.uses} />
            <Td className="text-right text-sm whitespace-nowrap text-ink-3 tabular max-sm:hidden">
              <Time at={segment.updatedAt} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

/** "2 rules, 1,204 included"; what is not there is not said. */
function inWords({ rules, lists }: SegmentView): string {
  const parts = [
    rules.length > 0 && (rules.length === 1 ? "1 rule" : `${number(rules.length)} rules`),
    lists.included.count > 0 && `${number(lists.included.count)} included`,
    lists.excluded.count > 0 && `${number(lists.excluded.count)} excluded`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? parts.join(", ") : "nobody yet";
}

function Figure({ value, className }: { readonly value: number; readonly className: string }) {
  return (
    <Td className={`text-right tabular ${value === 0 ? "text-ink-3" : "text-ink-2"} ${className}`}>
      {number(value)}
    </Td>
  );
}

const number = (value: number): string => value.toLocaleString("en-US");
