import { clsx } from "clsx";
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { Button } from "./button.tsx";
import type { ShownToast } from "./toast-message.ts";

export interface ToastListProps {
  readonly shown: readonly ShownToast[];
  readonly onClose: (id: number) => void;
}

/** The toasts at the lower edge; F8 goes to them. */
export function ToastList({ shown, onClose }: ToastListProps) {
  return (
    <Radix.Provider duration={7000} swipeDirection="right" label="Notification">
      {shown.map((toast) => (
        <Radix.Root
          key={toast.id}
          onOpenChange={(open) => {
            if (!open) onClose(toast.id);
          }}
          className="flex animate-rise items-start gap-2.5 rounded-lg border border-line bg-panel px-3.5 py-3 shadow-lift"
        >
          {toast.tone === "bad" ? (
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-kill" />
          ) : (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-on" />
          )}
          <div className="min-w-0 flex-1">
            <Radix.Title className="text-sm font-[600]">{toast.title}</Radix.Title>
            {toast.detail !== undefined && (
              <Radix.Description className="text-sm text-ink-2">{toast.detail}</Radix.Description>
            )}
          </div>
          {toast.action !== undefined && (
            <Radix.Action asChild altText={toast.action.label} onClick={toast.action.run}>
              <Button size="sm">{toast.action.label}</Button>
            </Radix.Action>
          )}
          <Radix.Close asChild>
            <Button tone="ghost" size="icon-sm" aria-label="Dismiss">
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport
        className={clsx(
          "fixed right-0 bottom-0 z-50 m-0 grid w-full gap-2 p-4 outline-none sm:w-100",
          shown.length > 0 && "pb-20",
        )}
      />
    </Radix.Provider>
  );
}
