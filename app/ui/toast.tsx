import { CircleAlert, CircleCheck, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { createContext, useCallback, useContext, useState, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";

export interface ToastMessage {
  readonly tone?: "good" | "bad";
  readonly title: string;
  readonly detail?: string | undefined;
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface Shown extends ToastMessage {
  readonly id: number;
}

const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined);

/** Tells in passing that something has happened, with a way back where there is one. */
export const useToast = () => useContext(ToastContext);

let lastId = 0;

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const show = useCallback((message: ToastMessage) => {
    lastId += 1;
    const id = lastId;
    setShown((before) => [...before.slice(-2), { ...message, id }]);
  }, []);
  return (
    <ToastContext.Provider value={show}>
      <Radix.Provider duration={7000} swipeDirection="right" label="Notification">
        {children}
        {shown.map((toast) => (
          <Radix.Root
            key={toast.id}
            onOpenChange={(open) => {
              if (!open) setShown((before) => before.filter((other) => other.id !== toast.id));
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
          className={cn(
            "fixed right-0 bottom-0 z-50 m-0 grid w-full gap-2 p-4 outline-none sm:w-100",
            shown.length > 0 && "pb-20",
          )}
        />
      </Radix.Provider>
    </ToastContext.Provider>
  );
}
