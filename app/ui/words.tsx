import { Fragment } from "react";

/** A sentence in which backticks mark code. */
export function Words({ text }: { readonly text: string }) {
  return text.split("`").map((part, index) => {
    const key = `${String(index)}:${part}`;
    if (index % 2 === 0) return <Fragment key={key}>{part}</Fragment>;
    return (
      <code key={key} className="rounded-sm bg-sunken px-1 py-px [overflow-wrap:anywhere]">
        {part}
      </code>
    );
  });
}
