import { createContext, Suspense, useCallback, useContext, useState, type ReactNode } from "react";
import { lazyPart } from "./lazy-part.ts";
import type { ShownToast, ToastMessage } from "./toast-message.ts";

// Most pages never show one.
const ToastList = lazyPart(() => import("./toast-list.tsx").then((part) => part.ToastList));

const ToastContext = createContext<(message: ToastMessage) => void>(() => undefined);

/** Tells in passing that something has happened, with a way back where there is one. */
export const useToast = () => useContext(ToastContext);

let lastId = 0;

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly ShownToast[] | undefined>(undefined);
  const show = useCallback((message: ToastMessage) => {
    lastId += 1;
    const id = lastId;
    setShown((before = []) => [...before.slice(-2), { ...message, id }]);
  }, []);
  return (
    <ToastContext.Provider value={show}>
      {children}
      {shown !== undefined && (
        <Suspense>
          <ToastList
            shown={shown}
            onClose={(id) => {
              setShown((before = []) => before.filter((toast) => toast.id !== id));
            }}
          />
        </Suspense>
      )}
    </ToastContext.Provider>
  );
}
