import { CalendarClock, Hourglass, Link2 } from "lucide-react";
import { Chip } from "#app/ui/chip.tsx";
import { Time } from "#app/ui/clock.tsx";
import type { FlagRow } from "./listed-flag.ts";

const mostTags = 3;

/** What somebody should know of a flag before they open it. Each says in words what its colour says. */
export function FlagBadges({ flag }: { readonly flag: FlagRow }) {
  const { archived, lifecycle, dueOn, neededBy, tags, updatedAt } = flag;
  return (
    <>
      {archived && <Chip>archived</Chip>}
      {lifecycle === "expired" && dueOn !== null && (
        <Chip tone="warn">
          <CalendarClock aria-hidden />
          due <Time at={dueOn} />
        </Chip>
      )}
      {lifecycle === "stale" && (
        <Chip tone="warn" title="It gives everybody the same, and nobody has changed it for a month.">
          <Hourglass aria-hidden />
          stale · unchanged since <Time at={updatedAt} />
        </Chip>
      )}
      {neededBy > 0 && (
        <Chip title="Flags or segments that ask what this one serves. While there are any, it cannot be archived.">
          <Link2 aria-hidden />
          needed by {neededBy}
        </Chip>
      )}
      {tags.slice(0, mostTags).map((tag) => (
        <Chip key={tag}>{tag}</Chip>
      ))}
      {tags.length > mostTags && (
        <Chip title={tags.slice(mostTags).join(", ")}>
          +{tags.length - mostTags}
          <span className="sr-only"> more tags: {tags.slice(mostTags).join(", ")}</span>
        </Chip>
      )}
    </>
  );
}
