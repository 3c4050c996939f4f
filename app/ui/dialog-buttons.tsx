import { Button, type ButtonProps } from "./button.tsx";

export interface DialogButtonsProps {
  readonly label: string;
  readonly tone?: ButtonProps["tone"];
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly onDo: () => void;
  readonly onCancel: () => void;
}

/** The two ways out of a dialog that asks: do it, or leave everything as it is. */
export function DialogButtons({
  label,
  tone = "primary",
  busy,
  disabled = false,
  onDo,
  onCancel,
}: DialogButtonsProps) {
  return (
    <>
      <Button tone="ghost" onClick={onCancel}>
        Cancel
      </Button>
      <Button tone={tone} busy={busy} disabled={disabled} onClick={onDo}>
        {label}
      </Button>
    </>
  );
}
