import { clsx } from "clsx";
import { hueClass, type Hue } from "./dot.tsx";

export interface BarPart {
  readonly label: string;
  /** In percent of the whole. */
  readonly percent: number;
  readonly hue: Hue | "on" | "kill" | "rest";
}

export interface BarProps {
  readonly parts: readonly BarPart[];
  readonly thin?: boolean;
  readonly className?: string;
}

function partClass(hue: BarPart["hue"]): string {
  switch (hue) {
    case "on":
      return "bg-on";
    case "kill":
      return "bg-kill";
    case "rest":
      return "bg-line";
    default:
      return hueClass[hue];
  }
}

/** Shares of a whole as one bar; the words are for those who do not see it. */
export function Bar({ parts, thin = false, className }: BarProps) {
  const words = parts
    .filter((part) => part.hue !== "rest")
    .map((part) => `${part.label} ${part.percent} %`)
    .join(", ");
  return (
    <span
      {...(words === "" ? { "aria-hidden": true } : { role: "img", "aria-label": words })}
      className={clsx(
        "flex gap-0.5 overflow-hidden rounded-full",
        thin ? "h-1.5 w-11" : "h-2.5 w-full",
        className,
      )}
    >
      {parts.map((part, index) => (
        <span
          key={`${part.label}:${String(index)}`}
          className={clsx(
            "h-full min-w-px transition-[width] duration-200 ease-out-soft",
            partClass(part.hue),
            part.percent === 0 ? "hidden" : "block",
          )}
          style={{ width: `${part.percent}%` }}
        />
      ))}
    </span>
  );
}
