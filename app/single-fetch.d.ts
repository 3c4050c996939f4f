import "@remix-run/node";

/** Loader data reaches components as it is, dates included; this tells the types so. */
declare module "@remix-run/node" {
  interface Future {
    v3_singleFetch: true;
  }
}
