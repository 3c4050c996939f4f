import { clsx } from "clsx";

/** The place of something that is still coming. Say elsewhere, in words, that it is. */
export function Skeleton({ className }: { readonly className?: string }) {
  return (
    <div aria-hidden data-coming className={clsx("h-4 animate-shimmer rounded-sm bg-line", className)} />
  );
}
