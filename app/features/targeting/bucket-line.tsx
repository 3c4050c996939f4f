import { clsx } from "clsx";
import { hueClass } from "#app/ui/dot.tsx";
import { Words } from "#app/ui/words.tsx";
import { percentOf } from "./split-shares.ts";
import { variantHue, type Variants } from "./variant-mark.tsx";
import type { DrawLine } from "./why-words.ts";

/** The line of all buckets, the part that counts, and where the tried context was drawn. */
export function BucketLine({ flag, draw }: { readonly flag: Variants; readonly draw: DrawLine }) {
  const { words, bucket, ranges, variant } = draw;
  const colour =
    variant === undefined ? "bg-accent/45" : hueClass[variant === null ? "v0" : variantHue(flag, variant)];
  return (
    <span className="mt-1 block">
      <span className="block text-ink-2 tabular">
        <Words text={words} />
      </span>
      <span aria-hidden className="relative mt-1 block h-2 rounded-full bg-line">
        {ranges.map(([from, to]) => (
          <span
            key={from}
            className={clsx("absolute inset-y-0 rounded-full", colour)}
            style={{ left: `${percentOf(from)}%`, width: `${percentOf(to - from)}%` }}
          />
        ))}
        <span
          className="absolute -inset-y-0.75 w-0.75 -translate-x-1/2 rounded-full bg-ink ring-2 ring-panel transition-[left] duration-300 ease-out-soft"
          style={{ left: `${percentOf(bucket)}%` }}
        />
      </span>
    </span>
  );
}
