import { clsx } from "clsx";

/** The colours that stand for the members of a set, in their order; the first is the quiet one. */
export const hues = ["v0", "v1", "v2", "v3", "v4", "v5"] as const;
export type Hue = (typeof hues)[number];

export const hueClass: Readonly<Record<Hue, string>> = {
  v0: "bg-v0",
  v1: "bg-v1",
  v2: "bg-v2",
  v3: "bg-v3",
  v4: "bg-v4",
  v5: "bg-v5",
};

/** The colour of the member at `index`; after the last colour the strong ones begin again. */
export function hueAt(index: number): Hue {
  if (index <= 0) return "v0";
  return hues[1 + ((index - 1) % (hues.length - 1))] ?? "v1";
}

export function Dot({
  hue,
  className,
}: {
  readonly hue: Hue | "on" | "off" | "kill";
  readonly className?: string;
}) {
  const colour =
    hue === "on" ? "bg-on" : hue === "kill" ? "bg-kill" : hue === "off" ? "bg-v0" : hueClass[hue];
  return <span aria-hidden className={clsx("dot", colour, className)} />;
}
