import { Gallery } from "./gallery.tsx";

/** For those who work on the product: every part in every state. There is no such page in production. */
export function loader() {
  if (!import.meta.env.DEV) throw new Response(null, { status: 404 });
  return null;
}

export default Gallery;
