import { lazy, type ComponentType } from "react";

/**
 * A component that is fetched when it is first drawn. Where it is gone, because a newer version has been installed
 * meanwhile, the page is loaded anew, with all its parts of one version.
 */
export function lazyPart<P>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const part = lazy(() =>
    load().then(
      (loaded) => ({ default: loaded }),
      () => {
        location.reload();
        return new Promise<never>(() => undefined);
      },
    ),
  );
  // It takes the props of what it loads; React's own type says so only where the props are known.
  return part as unknown as ComponentType<P>;
}
