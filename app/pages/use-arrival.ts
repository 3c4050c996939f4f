import { useLocation } from "@remix-run/react";
import { useEffect, useRef } from "react";

/** For the element of the page itself: whoever followed a link that went with its page has the focus at the start of the new one. */
export function useArrival() {
  const { pathname } = useLocation();
  const page = useRef<HTMLElement>(null);
  const at = useRef(pathname);
  useEffect(() => {
    if (at.current === pathname) return;
    at.current = pathname;
    if (document.activeElement === document.body) page.current?.focus({ preventScroll: true });
  }, [pathname]);
  return page;
}
