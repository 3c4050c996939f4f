import { redirect } from "@remix-run/node";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { signOut } from "./sign-out.server.ts";

export const loader = pageLoader(() => Promise.reject(redirect("/")));

export const action = pageAction(async ({ ctx }) => {
  const { cookie } = await signOut(ctx);
  throw redirect("/sign-in", { headers: { "Set-Cookie": cookie } });
});
