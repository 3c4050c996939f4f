import { Link } from "@remix-run/react";
import { Copy, History, MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import { EnvironmentName } from "#app/features/environments/environment-name.tsx";
import { PageHeader } from "#app/pages/page-header.tsx";
import { Button } from "#app/ui/button.tsx";
import { Time } from "#app/ui/clock.tsx";
import { CopyButton } from "#app/ui/copy-button.tsx";
import { Menu, MenuItem, MenuSeparator } from "#app/ui/menu.tsx";
import type { Asking } from "./segment-dialogs.tsx";
import type { SegmentView } from "./segment-view.ts";

export interface SegmentHeaderProps {
  readonly segment: SegmentView;
  readonly environment: { readonly key: string; readonly name: string };
  /** The address of its history. */
  readonly history: string;
  readonly mayWrite: boolean;
  readonly onAsk: (asking: Asking) => void;
}

export function SegmentHeader({ segment, environment, history, mayWrite, onAsk }: SegmentHeaderProps) {
  return (
    <div className="grid gap-2">
      <PageHeader
        title={segment.name}
        chips={<EnvironmentName environment={environment} />}
        note={
          <>
            <span className="inline-flex items-center gap-0.5">
              <code className="text-xs [overflow-wrap:anywhere]">{segment.key}</code>
              <CopyButton text={segment.key} label="Copy the key" />
            </span>
            <span>
              changed <Time at={segment.updatedAt} />
            </span>
          </>
        }
        actions={
          <>
            <Button asChild>
              <Link to={history}>
                <History aria-hidden />
                <span className="max-sm:sr-only">History</span>
              </Link>
            </Button>
            {mayWrite && (
              <Menu
                align="end"
                label="More about this segment"
                trigger={
                  <Button size="icon" aria-label="More">
                    <MoreHorizontal aria-hidden />
                  </Button>
                }
              >
                <MenuItem onSelect={() => onAsk("rename")}>
                  <Pencil aria-hidden />
                  Name and description…
                </MenuItem>
                <MenuItem onSelect={() => onAsk("copy")}>
                  <Copy aria-hidden />
                  Copy to another environment…
                </MenuItem>
                <MenuSeparator />
                <MenuItem danger onSelect={() => onAsk("delete")}>
                  <Trash2 aria-hidden />
                  Delete…
                </MenuItem>
              </Menu>
            )}
          </>
        }
      />
      {segment.description !== "" && (
        <p className="max-w-[75ch] text-ink-2 [overflow-wrap:anywhere]">{segment.description}</p>
      )}
    </div>
  );
}
