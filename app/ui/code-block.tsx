import { clsx } from "clsx";
import { CopyButton } from "./copy-button.tsx";

export interface CodeBlockProps {
  readonly code: string;
  readonly title?: string;
  readonly className?: string;
}

/** Code to read or to take along. It can be scrolled with the keyboard. */
export function CodeBlock({ code, title, className }: CodeBlockProps) {
  return (
    <figure
      className={clsx(
        "group relative min-w-0 overflow-hidden rounded-md border border-line bg-sunken",
        className,
      )}
    >
      {title !== undefined && (
        <figcaption className="flex h-8 items-center border-b border-line px-3 text-xs font-[550] text-ink-2">
          {title}
        </figcaption>
      )}
      <div className={clsx("absolute right-1.5", title === undefined ? "top-1.5" : "top-1")}>
        <CopyButton text={code} label={`Copy ${title ?? "the code"}`} />
      </div>
      <pre
        tabIndex={0}
        className="overflow-x-auto py-2.5 pr-10 pl-3 text-xs leading-[1.65] -outline-offset-2"
      >
        <code className="text-xs">{code}</code>
      </pre>
    </figure>
  );
}
