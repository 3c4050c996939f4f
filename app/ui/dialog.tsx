import { clsx } from "clsx";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { useWayBack } from "./use-way-back.ts";

export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  readonly footer?: ReactNode;
  readonly wide?: boolean;
}

/** A question that must be answered before going on; focus stays inside and returns to where it came from. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  children,
  footer,
  wide = false,
}: DialogProps) {
  const wayBack = useWayBack(open);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 grid animate-fade place-items-end overflow-y-auto bg-veil sm:place-items-center sm:p-6">
          <Radix.Content
            {...wayBack}
            {...(description === undefined ? { "aria-describedby": undefined } : {})}
            className={clsx(
              "w-full animate-rise rounded-t-xl border border-line bg-panel shadow-lift outline-none sm:rounded-xl",
              wide ? "sm:max-w-2xl" : "sm:max-w-md",
            )}
          >
            <header className="flex items-start gap-3 px-5 pt-4.5 pb-1">
              <div className="grid gap-1">
                <Radix.Title className="text-lg font-[640]">{title}</Radix.Title>
                {description !== undefined && (
                  <Radix.Description className="text-sm text-ink-2">{description}</Radix.Description>
                )}
              </div>
              <Radix.Close asChild>
                <Button tone="ghost" size="icon" aria-label="Close" className="-mt-1 -mr-2 ml-auto">
                  <X aria-hidden />
                </Button>
              </Radix.Close>
            </header>
            {children !== undefined && <div className="px-5 py-3">{children}</div>}
            {footer !== undefined && (
              <footer className="flex flex-wrap justify-end gap-2 px-5 pt-2 pb-4.5">{footer}</footer>
            )}
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}
