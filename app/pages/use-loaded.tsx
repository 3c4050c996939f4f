import { useLoaderData } from "@remix-run/react";

/** What a page loader reads. Single fetch hands it on as it is, so the type is that of the loader itself. */
export type Loaded<L extends (...args: never) => unknown> =
  Awaited<ReturnType<L>> extends { readonly data: infer T } ? T : never;

export function useLoaded<L extends (...args: never) => unknown>(): Loaded<L> {
  return useLoaderData() as Loaded<L>;
}
