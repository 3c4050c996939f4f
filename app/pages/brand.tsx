import { clsx } from "clsx";

/** The guidon itself: a swallow-tailed flag on its staff. */
export function BrandMark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden className={clsx("size-5 shrink-0", className)}>
      <path d="M4 2v17" className="stroke-ink" strokeWidth="1.8" strokeLinecap="round" />
      <path d="M4 3h13l-4 4 4 4H4z" className="fill-accent" />
    </svg>
  );
}
