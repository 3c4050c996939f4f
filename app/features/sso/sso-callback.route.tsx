import { redirect, type MetaFunction } from "@remix-run/node";
import { Link } from "@remix-run/react";
import { Entrance } from "#app/pages/entrance.tsx";
import { pageLoader } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { Problem } from "#app/platform/problem.ts";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { attemptCookie, readAttemptCookie } from "./attempt-cookie.ts";
import { finishSso } from "./finish-sso.server.ts";

export const meta: MetaFunction = () => [{ title: "Sign in · Guidon" }];

export const loader = pageLoader(
  async ({ ctx, url, request, setCookie }) => {
    // Whatever comes of it, an attempt is made once.
    const spent = attemptCookie(ctx.publicUrl, null);
    try {
      const { cookie, awaitsSecondFactor, to } = await finishSso(ctx, {
        query: url.searchParams.toString(),
        attempt: readAttemptCookie(ctx.publicUrl, request.headers.get("cookie")),
      });
      const next = awaitsSecondFactor ? `/sign-in/code?to=${encodeURIComponent(to)}` : to;
      const headers = new Headers({ "Set-Cookie": cookie });
      headers.append("Set-Cookie", spent);
      throw redirect(next, { headers });
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "sso_refused") throw error;
      setCookie(spent);
      return { title: error.title, detail: error.message };
    }
  },
  { public: true },
);

/** Shown only where it went wrong. */
export default function SsoCallback() {
  const { title, detail } = useLoaded<typeof loader>();
  return (
    <Entrance title={title}>
      <div className="grid gap-5">
        <Notice tone="error">{detail}</Notice>
        <Button asChild size="lg">
          <Link to="/sign-in">Back to signing in</Link>
        </Button>
      </div>
    </Entrance>
  );
}
