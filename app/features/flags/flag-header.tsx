import { CopyPlus, MoreHorizontal, OctagonX } from "lucide-react";
import { PageHeader } from "#app/pages/page-header.tsx";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Time } from "#app/ui/clock.tsx";
import { CopyButton } from "#app/ui/copy-button.tsx";
import { menuOnDemand } from "#app/ui/menu-on-demand.tsx";
import type { FlagMenuProps } from "./flag-menu-props.ts";
import { utcTime } from "#app/ui/time.ts";
import type { FlagView } from "./flag-view.ts";
import { kindWords, typeWords } from "./flag-words.ts";

const FlagMenu = menuOnDemand<FlagMenuProps>(() => import("./flag-menu.tsx").then((part) => part.FlagMenu));

export interface FlagHeaderProps {
  readonly flag: FlagView;
  readonly mayWrite: boolean;
  readonly onArchive: () => void;
  /** Copying what it does in the environment that is shown to another; undefined where it cannot be. */
  readonly onCopy: (() => void) | undefined;
  /** Killing it in the environment that is shown, or lifting that; undefined where it cannot be. */
  readonly kill:
    { readonly environment: string; readonly killed: boolean; readonly onAsk: () => void } | undefined;
}

export function FlagHeader({ flag, mayWrite, onArchive, onCopy, kill }: FlagHeaderProps) {
  const killedIn = flag.environments.filter((state) => state.killed).map((state) => state.key);
  return (
    <PageHeader
      title={flag.name}
      chips={
        <>
          <Chip tone="accent">{kindWords[flag.kind].name}</Chip>
          <Chip>{typeWords[flag.type].name.toLowerCase()}</Chip>
          {flag.dueOn !== null && <Chip>temporary · remove by {shortDate(flag.dueOn)}</Chip>}
          {flag.client && <Chip>client keys may read it</Chip>}
          {flag.archived && <Chip tone="warn">archived</Chip>}
          {killedIn.length > 0 && (
            <Chip tone="kill">
              <OctagonX aria-hidden />
              killed in {killedIn.join(", ")}
            </Chip>
          )}
          {flag.tags.map((tag) => (
            <Chip key={tag}>{tag}</Chip>
          ))}
        </>
      }
      note={
        <>
          <span className="inline-flex items-center gap-0.5">
            <code className="text-xs [overflow-wrap:anywhere]">{flag.key}</code>
            <CopyButton text={flag.key} label="Copy the key" />
          </span>
          {flag.owner !== null && <span>owned by {flag.owner}</span>}
          <span>
            changed <Time at={flag.updatedAt} />
          </span>
        </>
      }
      actions={
        <>
          {onCopy !== undefined && (
            <Button onClick={onCopy}>
              <CopyPlus aria-hidden />
              <span className="max-sm:sr-only">Copy to…</span>
            </Button>
          )}
          {kill !== undefined && (
            <Button tone={kill.killed ? "plain" : "danger"} onClick={kill.onAsk}>
              <OctagonX aria-hidden />
              <span>
                {kill.killed ? "Lift the kill" : "Kill"}
                <span className="max-sm:sr-only"> in {kill.environment}</span>
              </span>
            </Button>
          )}
          {mayWrite && (
            <FlagMenu
              archived={flag.archived}
              onArchive={onArchive}
              trigger={
                <Button size="icon" aria-label="More">
                  <MoreHorizontal aria-hidden />
                </Button>
              }
            />
          )}
        </>
      }
    />
  );
}

/** "27 Nov 2026", in UTC as it was chosen. */
const shortDate = (date: Date) => utcTime(date.getTime()).split(",")[0];
