import { clsx } from "clsx";
import type { ReactNode } from "react";
import type { PathState } from "./path-states.ts";

export interface PathStepProps {
  /** What stands in the circle: a number or a letter. */
  readonly mark: ReactNode;
  readonly title: ReactNode;
  readonly note?: ReactNode;
  readonly aside?: ReactNode;
  readonly state: PathState;
  readonly last?: boolean;
  readonly tone?: "kill";
  /** Something that stands before the title, to take the step by. */
  readonly handle?: ReactNode;
  /** Where it is drawn while steps are put in another order. */
  readonly shift?: { readonly y: number; readonly dragged: boolean } | undefined;
  /** Whether it is one of those that can be put in another order. */
  readonly ordered?: boolean;
  readonly id?: string;
  readonly children?: ReactNode;
}

/** The circle and the box of a place: as far as the way came, or in red. */
const looks = {
  waiting: { mark: "border-line-strong bg-panel text-ink-2", border: "border-line", shadow: "shadow-rest" },
  passed: { mark: "border-accent bg-panel text-accent", border: "border-line", shadow: "shadow-rest" },
  served: {
    mark: "border-accent bg-accent text-on-accent",
    ...{ border: "border-accent", shadow: "shadow-[0_0_0_1px_var(--color-accent)]" },
  },
  kill: {
    mark: "border-kill bg-kill text-on-kill",
    ...{ border: "border-kill", shadow: "shadow-[0_0_0_1px_var(--color-kill)]" },
  },
} as const;

/** One place on the way of an evaluation. The way lights up as far as the tried context goes. */
export function PathStep(props: PathStepProps) {
  const { mark, title, note, aside, state, last = false, tone, children } = props;
  const { handle, shift, ordered = false, id } = props;
  const look = looks[tone ?? state];
  return (
    <li
      id={id}
      data-order={ordered || undefined}
      style={shift === undefined ? undefined : { transform: `translateY(${shift.y}px)` }}
      className={clsx(
        shift !== undefined && (shift.dragged ? "z-10 opacity-95" : "transition-transform duration-150"),
        "group/step relative grid grid-cols-[22px_minmax(0,1fr)] gap-2.5 pb-3 sm:grid-cols-[28px_minmax(0,1fr)] sm:gap-3",
        "before:absolute before:top-[22px] before:left-[10.25px] before:w-[1.5px] before:transition-colors before:duration-300 sm:before:left-[13.25px]",
        last ? "before:hidden" : "before:-bottom-[22px]",
        state === "passed" ? "before:bg-accent" : "before:bg-line-strong",
      )}
    >
      <div className="flex justify-center">
        <span
          aria-hidden
          className={clsx(
            "relative mt-2.75 grid size-5.5 place-items-center rounded-full border-[1.5px] text-2xs font-[620] transition-colors duration-300 tabular",
            look.mark,
          )}
        >
          {mark}
        </span>
      </div>
      <section
        className={clsx(
          "min-w-0 rounded-lg border bg-panel transition-[box-shadow,border-color] duration-300",
          look.border,
          shift?.dragged === true ? "shadow-lift" : look.shadow,
        )}
      >
        <header
          className={clsx(
            "flex min-h-11.5 items-center gap-x-2.5 px-4 py-2",
            children !== undefined && "border-b border-line",
          )}
        >
          {handle}
          <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2.5 gap-y-0.5">
            {typeof title === "string" ? (
              <h2 className="text-base font-[620] [overflow-wrap:anywhere]">{title}</h2>
            ) : (
              title
            )}
            {note !== undefined && <span className="text-sm text-ink-2">{note}</span>}
          </span>
          <span className="flex shrink-0 items-center gap-1">
            {state === "served" && <span className="sr-only">Serves the tried context.</span>}
            {aside}
          </span>
        </header>
        {children}
      </section>
    </li>
  );
}

/** The part of a step that says what is served. */
export function ServePart({ children }: { readonly children: ReactNode }) {
  return (
    <div className="grid gap-2.5 border-t border-dashed border-line px-4 py-3 [header+&]:border-t-0">
      {children}
    </div>
  );
}
