import { useRef } from "react";

/** Whom each open dialog gives the focus back to. */
const openers = new WeakMap<Element, Element>();

/** For what opens over a page: at its end the focus goes back to what opened it, or if that is gone to the page. */
export function useWayBack(open: boolean) {
  const opener = useRef<Element | null>(null);
  const wasOpen = useRef(false);
  // While it is drawn, not after: a field in it that takes the focus by itself has it by then.
  if (open && !wasOpen.current) opener.current = findOpener();
  wasOpen.current = open;
  return {
    ref(content: HTMLElement | null) {
      if (content !== null && opener.current !== null) openers.set(content, opener.current);
    },
    onCloseAutoFocus(event: Event) {
      event.preventDefault();
      // Another one has opened in its place.
      if (document.querySelector("[role=dialog]") !== null) return;
      const back = opener.current?.isConnected === true ? opener.current : document.querySelector("main");
      if (back instanceof HTMLElement) back.focus();
    },
  };
}

function findOpener(): Element | null {
  const focused = document.activeElement;
  // The entries of a menu go with it; what it hangs on stays.
  const menu = focused?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  if (menu != null) return document.getElementById(menu);
  const replaced = document.querySelector("[role=dialog]");
  return replaced === null ? focused : (openers.get(replaced) ?? focused);
}
