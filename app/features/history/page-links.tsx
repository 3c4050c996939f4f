import { Link } from "@remix-run/react";
import { Button } from "#app/ui/button.tsx";

/** To older revisions and back to the newest. */
export function PageLinks({ next, later }: { readonly next: string | null; readonly later: boolean }) {
  if (next === null && !later) return null;
  return (
    <nav aria-label="Pages" className="flex max-w-220 justify-end gap-2">
      {later && (
        <Button asChild size="sm">
          <Link to=".">Newest</Link>
        </Button>
      )}
      {next !== null && (
        <Button asChild size="sm">
          <Link to={`?cursor=${next}`}>Older</Link>
        </Button>
      )}
    </nav>
  );
}
