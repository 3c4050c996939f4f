import { data, redirect, type ActionFunctionArgs } from "@remix-run/node";
import { isTheme, themeCookie } from "./theme.ts";

export const loader = () => redirect("/");

/** A preference of the browser, not of the person: no session is needed. */
export async function action({ request }: ActionFunctionArgs) {
  const theme = (await request.formData().catch(() => new FormData())).get("theme");
  if (!isTheme(theme)) return data(null, { status: 400 });
  return data(null, { headers: { "Set-Cookie": themeCookie(theme) } });
}
