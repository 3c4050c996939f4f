import { Link } from "@remix-run/react";
import { Button } from "#app/ui/button.tsx";
import { Notice } from "#app/ui/notice.tsx";

/** Before what asks for a fresh second factor: the way to give it, and back. */
export function SecondFactorNotice({ here, children }: { readonly here: string; readonly children: string }) {
  return (
    <Notice
      tone="locked"
      action={
        <Button asChild size="sm">
          <Link to={`/second-factor?to=${encodeURIComponent(here)}`}>Give a code</Link>
        </Button>
      }
    >
      {children}
    </Notice>
  );
}
