import { clsx } from "clsx";

export interface SparkProps {
  /** From the oldest to the newest, evenly spaced. */
  readonly values: readonly number[];
  /** What it says, for those who do not see it. */
  readonly label: string;
  readonly className?: string;
}

const width = 72;
const height = 18;

/** The course of a figure as a line without axes; the number itself belongs beside it. */
export function Spark({ values, label, className }: SparkProps) {
  const most = Math.max(1, ...values);
  const step = values.length > 1 ? width / (values.length - 1) : width;
  const points = values
    .map(
      (value, index) =>
        `${(index * step).toFixed(1)},${(height - 1.5 - (value / most) * (height - 3)).toFixed(1)}`,
    )
    .join(" ");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${height}`}
      className={clsx("h-4.5 w-18 shrink-0 overflow-visible text-accent", className)}
    >
      <polyline
        points={points}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
