import { useEffect, type ReactNode } from "react";
import { resumeBackground } from "./background.ts";
import { BrandMark } from "./brand.tsx";

export interface EntranceProps {
  readonly title: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}

/** The page before the product: one thing to do, in the middle. */
export function Entrance({ title, note, children }: EntranceProps) {
  // Whoever comes in here may be signed in from now on.
  useEffect(resumeBackground, []);
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-95">
        <div className="mb-7 flex items-center gap-2.5 text-lg font-[650] tracking-[-0.01em]">
          <BrandMark className="size-6" />
          Guidon
        </div>
        <h1 className="text-xl font-[650] tracking-[-0.015em]">{title}</h1>
        {note !== undefined && <p className="mt-1 text-ink-2">{note}</p>}
        <div className="mt-6">{children}</div>
      </div>
    </main>
  );
}
