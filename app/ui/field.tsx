import { clsx } from "clsx";
import { createContext, useContext, useId, type ReactNode } from "react";
import { CircleAlert } from "lucide-react";

interface FieldIds {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

const FieldContext = createContext<FieldIds | null>(null);

/** What a control inside a field must carry, so that label, hint and error belong to it. */
export function useFieldProps(): { id?: string; "aria-describedby"?: string; "aria-invalid"?: true } {
  const field = useContext(FieldContext);
  if (field === null) return {};
  return {
    id: field.id,
    ...(field.describedBy === undefined ? {} : { "aria-describedby": field.describedBy }),
    ...(field.invalid ? { "aria-invalid": true as const } : {}),
  };
}

export interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly optional?: boolean;
  readonly hideLabel?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** A label, one control, a hint and an error, wired together for eyes and for screen readers. */
export function Field({ label, hint, error, optional, hideLabel, className, children }: FieldProps) {
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [error === undefined ? null : errorId, hint === undefined ? null : hintId]
    .filter((part) => part !== null)
    .join(" ");
  const ids = { id, describedBy: describedBy === "" ? undefined : describedBy, invalid: error !== undefined };
  return (
    <FieldContext.Provider value={ids}>
      <div className={clsx("grid content-start gap-1.5", className)}>
        <label htmlFor={id} className={clsx("text-sm font-[550]", hideLabel && "sr-only")}>
          {label}
          {optional === true && <span className="ml-1.5 font-normal text-ink-3">optional</span>}
        </label>
        {children}
        {error !== undefined && <FieldError id={errorId}>{error}</FieldError>}
        {hint !== undefined && (
          <p id={hintId} className="text-xs text-ink-3">
            {hint}
          </p>
        )}
      </div>
    </FieldContext.Provider>
  );
}

export function FieldError({ id, children }: { readonly id?: string; readonly children: ReactNode }) {
  return (
    <p id={id} className="flex items-start gap-1.5 text-xs font-medium text-kill-ink">
      <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <span>{children}</span>
    </p>
  );
}
