import { Slot } from "radix-ui";
import { Suspense, useState, type ComponentType, type KeyboardEvent, type ReactElement } from "react";
import { lazyPart } from "./lazy-part.ts";
import type { OpenedBy } from "./menu.tsx";

export interface MenuOnDemandProps {
  /** The button; the menu takes it over once it is opened for the first time. */
  readonly trigger: ReactElement;
  readonly openedBy: OpenedBy;
}

/** A menu whose code is fetched when its button is pointed at, and runs when it is opened: most visits open none. */
export function menuOnDemand<P extends object>(
  load: () => Promise<ComponentType<P & MenuOnDemandProps>>,
): ComponentType<P & Pick<MenuOnDemandProps, "trigger">> {
  const Loaded = lazyPart(load);
  return function MenuOnDemand(props: P & Pick<MenuOnDemandProps, "trigger">) {
    const [openedBy, setOpenedBy] = useState<OpenedBy>();
    if (openedBy !== undefined) {
      return (
        <Suspense fallback={props.trigger}>
          <Loaded {...props} openedBy={openedBy} />
        </Suspense>
      );
    }
    const fetchIt = () => {
      // What fails now is tried again, and told, when the menu is opened.
      load().catch(() => undefined);
    };
    return (
      <Slot.Root
        aria-haspopup="menu"
        aria-expanded={false}
        onPointerEnter={fetchIt}
        onFocus={fetchIt}
        onClick={() => {
          setOpenedBy("pointer");
        }}
        onKeyDown={(event: KeyboardEvent) => {
          if (![" ", "Enter", "ArrowDown"].includes(event.key)) return;
          event.preventDefault();
          setOpenedBy("keyboard");
        }}
      >
        {props.trigger}
      </Slot.Root>
    );
  };
}
