import { clsx } from "clsx";
import { Check } from "lucide-react";
import { DropdownMenu as Radix } from "radix-ui";
import { useRef, type FocusEvent, type ReactNode } from "react";

const item =
  "relative flex w-full cursor-pointer items-center gap-2.5 rounded-[6px] px-2.5 py-1.5 text-sm outline-none select-none data-highlighted:bg-sunken data-disabled:cursor-default data-disabled:text-ink-3 [&_svg]:size-4";
const quietIcons = "[&_svg]:text-ink-3";

export type OpenedBy = "pointer" | "keyboard";

export interface MenuProps {
  readonly trigger: ReactNode;
  readonly align?: "start" | "end";
  readonly side?: "top" | "bottom";
  readonly label?: string;
  readonly className?: string;
  /** With what it was opened before it was drawn, where it was. */
  readonly openedBy?: OpenedBy | undefined;
  readonly children: ReactNode;
}

export function Menu(props: MenuProps) {
  const { trigger, align = "start", side = "bottom", label, className, openedBy, children } = props;
  const enter = useFirstEntry(openedBy === "keyboard");
  return (
    <Radix.Root modal={false} defaultOpen={openedBy !== undefined}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          onFocus={enter}
          className={clsx(
            "z-50 min-w-52 animate-rise rounded-lg border border-line bg-panel p-1 text-ink shadow-lift",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/**
 * Whoever opens a menu with a key is on its first entry at once. The library sees to that only where it was there when
 * the key was pressed.
 */
function useFirstEntry(wanted: boolean) {
  const due = useRef(wanted);
  return ({ target, currentTarget }: FocusEvent) => {
    if (!due.current || target !== currentTarget) return;
    due.current = false;
    currentTarget
      .querySelector<HTMLElement>("[role^=menuitem]:not([data-disabled])")
      ?.focus({ preventScroll: true });
  };
}

export interface MenuItemProps {
  readonly onSelect?: () => void;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Draws the only child, such as a link, as the item. */
  readonly asChild?: boolean;
  readonly children: ReactNode;
}

export function MenuItem({
  onSelect,
  danger = false,
  disabled = false,
  asChild = false,
  children,
}: MenuItemProps) {
  return (
    <Radix.Item
      asChild={asChild}
      disabled={disabled}
      {...(onSelect === undefined ? {} : { onSelect })}
      className={clsx(item, danger ? "text-kill" : quietIcons)}
    >
      {children}
    </Radix.Item>
  );
}

export function MenuChoices<Value extends string>({
  label,
  value,
  onChange,
  choices,
}: {
  readonly label: string;
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly choices: readonly {
    readonly value: Value;
    readonly label: ReactNode;
    readonly icon?: ReactNode;
  }[];
}) {
  return (
    <Radix.RadioGroup
      value={value}
      onValueChange={(next) => {
        const chosen = choices.find((choice) => choice.value === next);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      <MenuLabel>{label}</MenuLabel>
      {choices.map((choice) => (
        <Radix.RadioItem key={choice.value} value={choice.value} className={clsx(item, quietIcons)}>
          {choice.icon}
          {choice.label}
          <Radix.ItemIndicator className="ml-auto">
            <Check aria-hidden />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }) {
  return <Radix.Label className="px-2.5 pt-2 pb-1 text-xs font-[550] text-ink-3">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
