import { OctagonX } from "lucide-react";
import { PathStep } from "./path-step.tsx";
import { VariantMark, type Variants } from "./variant-mark.tsx";

/** The layer above everything: while it is there, nothing below it counts. */
export function KillStep({ flag, variant }: { readonly flag: Variants; readonly variant: string | null }) {
  return (
    <PathStep
      mark={<OctagonX className="size-3.5" />}
      tone="kill"
      state="served"
      title="Killed"
      note="nothing below counts"
    >
      <p className="flex flex-wrap items-center gap-2 px-4 py-3 text-ink-2">
        everyone gets <VariantMark flag={flag} variant={variant} />
      </p>
    </PathStep>
  );
}
