import { data } from "@remix-run/node";

export function loader() {
  // eslint-disable-next-line @typescript-eslint/only-throw-error -- Remix takes a thrown answer to its error page
  throw data(null, { status: 404 });
}

export default function NotFound() {
  return null;
}
