import { X } from "lucide-react";
import type { Wrapper } from "./condition-rows.ts";

const words = {
  not: { chip: "not", title: "The opposite of what follows must hold" },
  known: { chip: "known to hold", title: "What cannot be told, since an attribute is missing, counts as no" },
} as const;

/** What stands around a part, each to be taken away. */
export function Wrappers(props: {
  readonly wrappers: readonly Wrapper[];
  readonly onChange: (wrappers: readonly Wrapper[]) => void;
}) {
  const { wrappers, onChange } = props;
  return (
    <span className="flex flex-wrap gap-1 pt-1">
      {wrappers.map((wrapper, index) => (
        <button
          // The same may stand there twice; its place tells it apart.
          // eslint-disable-next-line react/no-array-index-key
          key={index}
          type="button"
          title={words[wrapper].title}
          aria-label={`Remove “${words[wrapper].chip}”`}
          className="inline-flex items-center gap-1 rounded-full border border-line bg-sunken py-px pr-1 pl-2 text-xs text-ink-2 hover:border-edge hover:text-ink"
          onClick={() => onChange(wrappers.toSpliced(index, 1))}
        >
          {words[wrapper].chip}
          <X aria-hidden className="size-3" />
        </button>
      ))}
    </span>
  );
}
