import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "#app/tailwind.css";
import inter from "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url";
import mono from "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2?url";
import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { ErrorPage } from "#app/pages/error-page.tsx";
import { readTheme } from "#app/pages/theme.ts";
import { ClockProvider } from "#app/ui/clock.tsx";
import { useNonce } from "#app/ui/nonce.tsx";
import { ToastProvider } from "#app/ui/toast.tsx";

export const loader = ({ request }: LoaderFunctionArgs) => ({
  theme: readTheme(request.headers.get("cookie")),
  now: Date.now(),
});

/** Fonts that come after the first lines were laid out have all of them laid out again. */
const fonts = [inter, mono];

export const links: LinksFunction = () => [
  ...fonts.map((href) => ({
    ...{ rel: "preload" as const, href, as: "font" as const },
    ...{ type: "font/woff2", crossOrigin: "anonymous" as const },
  })),
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];

export const meta: MetaFunction = () => [{ title: "Guidon" }];

/** Libraries that write style elements find the nonce where they look for it. */
const shareNonce = "window.__webpack_nonce__=document.currentScript.nonce";

export function Layout({ children }: { readonly children: ReactNode }) {
  const theme = useRouteLoaderData<typeof loader>("root")?.theme ?? "system";
  const nonce = useNonce();
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content={theme === "system" ? "light dark" : theme} />
        <Meta />
        <Links />
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: shareNonce }} />
      </head>
      <body>
        {children}
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

export default function Root() {
  const now = useRouteLoaderData<typeof loader>("root")?.now ?? 0;
  return (
    <ClockProvider start={now}>
      <ToastProvider>
        <Outlet />
      </ToastProvider>
    </ClockProvider>
  );
}

export function ErrorBoundary() {
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <ErrorPage />
    </main>
  );
}
