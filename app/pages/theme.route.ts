import { data, redirect, type ActionFunctionArgs } from "@remix-run/node";
import { formFields } from "./form.server.ts";
import { safeReturn } from "./page.server.ts";
import { isTheme, themeCookie } from "./theme.ts";

export const loader = () => redirect("/");

/** A preference of the browser, not of the person: no session is needed. A form says where it goes back to. */
export async function action({ request }: ActionFunctionArgs) {
  const { theme, to } = formFields(await request.formData().catch(() => new FormData()));
  if (!isTheme(theme)) return data(null, { status: 400 });
  const headers = { "Set-Cookie": themeCookie(theme) };
  return to === undefined ? data(null, { headers }) : redirect(safeReturn(to), { headers });
}
