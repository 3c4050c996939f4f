import { redirect } from "@remix-run/node";
import { pageLoader, safeReturn } from "#app/pages/page.server.ts";
import { attemptCookie } from "./attempt-cookie.ts";
import { beginSso } from "./begin-sso.server.ts";

export const loader = pageLoader(
  async ({ ctx, url }) => {
    const to = safeReturn(url.searchParams.get("to"));
    const begun = await beginSso(ctx, { to });
    throw redirect(begun.url, {
      headers: { "Set-Cookie": attemptCookie(ctx.publicUrl, begun.attempt) },
    });
  },
  { public: true },
);
