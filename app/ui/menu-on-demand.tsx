import { Slot } from "radix-ui";
import { Suspense, useState, type ComponentType, type KeyboardEvent, type ReactElement } from "react";
import { lazyPart } from "./lazy-part.ts";

export interface MenuOnDemandProps {
  /** The button; the menu takes it over once it is opened for the first time. */
  readonly trigger: ReactElement;
}

/** A menu whose code is fetched when its button is pointed at, and runs when it is opened: most visits open none. */
export function menuOnDemand<P extends object>(
  load: () => Promise<ComponentType<P & MenuOnDemandProps>>,
): ComponentType<P & MenuOnDemandProps> {
  const Loaded = lazyPart(load);
  return function MenuOnDemand(props: P & MenuOnDemandProps) {
    const [wanted, setWanted] = useState(false);
    if (wanted) {
      return (
        <Suspense fallback={props.trigger}>
          <Loaded {...props} />
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
          setWanted(true);
        }}
        onKeyDown={(event: KeyboardEvent) => {
          if (![" ", "Enter", "ArrowDown"].includes(event.key)) return;
          event.preventDefault();
          setWanted(true);
        }}
      >
        {props.trigger}
      </Slot.Root>
    );
  };
}
