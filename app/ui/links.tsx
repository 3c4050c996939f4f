import { PrefetchPageLinks, useNavigate } from "@remix-run/react";
import {
  useEffect,
  useRef,
  useState,
  type AnchorHTMLAttributes,
  type MouseEvent,
  type ReactNode,
  type SyntheticEvent,
} from "react";

export interface PageLinkProps extends Omit<
  AnchorHTMLAttributes<HTMLAnchorElement>,
  "href" | "target" | "download"
> {
  /** The address of a page, from the root of the site. */
  readonly to: string;
}

/**
 * A link to a page for places with many of them, below `FollowedLinks`, which goes there without loading the document
 * anew. By itself it asks nothing of the router, so that hundreds are soon ready.
 */
export function PageLink({ to, children, ...rest }: PageLinkProps) {
  return (
    <a href={to} data-page {...rest}>
      {children}
    </a>
  );
}

/** For how long somebody points at a link before its page is fetched. */
const intentMs = 100;

export interface FollowedLinksProps {
  /** Once one is followed here: not where it is opened in another window. */
  readonly onFollow?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** Around page links: follows them, and fetches ahead the page that somebody points at, while they do. */
export function FollowedLinks({ onFollow, children }: FollowedLinksProps) {
  const navigate = useNavigate();
  const [ahead, setAhead] = useState<string | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );
  const point = ({ target }: SyntheticEvent) => {
    const link = pageLinkAt(target);
    clearTimeout(timer.current);
    if (link !== null) timer.current = setTimeout(() => setAhead(addressOf(link)), intentMs);
  };
  const leave = () => {
    clearTimeout(timer.current);
    setAhead(undefined);
  };
  const follow = (event: MouseEvent) => {
    const link = pageLinkAt(event.target);
    if (link === null || event.defaultPrevented || !staysHere(event)) return;
    event.preventDefault();
    // As with any link, the page that is there already is no further step in the browser's history.
    void navigate(addressOf(link), { replace: link.href === location.href });
    onFollow?.();
  };
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the links in it take keys and focus */}
      <div
        className="contents"
        onClick={follow}
        onPointerOver={point}
        onPointerLeave={leave}
        onFocus={point}
        onBlur={leave}
      >
        {children}
      </div>
      {ahead !== undefined && <PrefetchPageLinks page={ahead} />}
    </>
  );
}

/** None that leads away from this site: that one is the browser's. */
function pageLinkAt(target: EventTarget): HTMLAnchorElement | null {
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>("a[data-page]") : null;
  return link?.origin === location.origin ? link : null;
}

const addressOf = ({ pathname, search, hash }: HTMLAnchorElement) => pathname + search + hash;

/** Whoever holds a key or presses another button wants a new window, or to keep the page. */
const staysHere = ({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent) =>
  button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey;
