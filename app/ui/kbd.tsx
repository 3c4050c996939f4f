import type { ReactNode } from "react";

export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="rounded-sm border border-line bg-panel px-1.25 text-2xs text-ink-3 [font-feature-settings:normal]">
      {children}
    </kbd>
  );
}
