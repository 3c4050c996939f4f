import { Link } from "@remix-run/react";
import { Archive, ArchiveRestore, Copy, Trash2 } from "lucide-react";
import { useCallback, useState, type ReactNode } from "react";
import { Button } from "#app/ui/button.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { ArchiveDialog } from "./archive-dialog.tsx";
import { DeleteDialog } from "./delete-dialog.tsx";
import { DuplicateDialog } from "./duplicate-dialog.tsx";
import type { FlagDependents } from "./flag-dependents.ts";
import type { FlagView } from "./flag-view.ts";

export interface FlagEndProps {
  readonly flag: FlagView;
  readonly dependents: readonly FlagDependents[];
  /** `/projects/storefront/flags`. */
  readonly base: string;
}

/** Copying a flag, and its way out: archived first, deleted later. */
export function FlagEnd({ flag, dependents, base }: FlagEndProps) {
  const [asking, setAsking] = useState<"duplicate" | "archive" | "delete">();
  const close = useCallback(() => setAsking(undefined), []);
  const own = `${base}/${flag.key}`;
  const needed = dependents.length > 0;
  return (
    <Panel title="Copy, archive, delete" flush>
      <Deed
        title="Duplicate"
        words="A new flag that is and does in every environment what this one does."
        button={
          <Button onClick={() => setAsking("duplicate")}>
            <Copy aria-hidden />
            Duplicate…
          </Button>
        }
      />
      <Deed
        title={flag.archived ? "Restore" : "Archive"}
        words={
          flag.archived
            ? "It comes back in every environment with the targeting it had."
            : "Code that still asks gets its own default, and is told why. It can be restored."
        }
        button={
          <Button
            tone={flag.archived ? "plain" : "danger"}
            disabled={needed && !flag.archived}
            onClick={() => setAsking("archive")}
          >
            {flag.archived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
            {flag.archived ? "Restore…" : "Archive…"}
          </Button>
        }
      >
        {needed && <Dependents dependents={dependents} base={base} />}
      </Deed>
      <Deed
        title="Delete"
        words={
          flag.archived
            ? "For good. Its history stays, and its key is not given to another flag unasked."
            : "Archive it first, and delete it when nobody asks for it any more."
        }
        button={
          <Button tone="danger" disabled={!flag.archived} onClick={() => setAsking("delete")}>
            <Trash2 aria-hidden />
            Delete…
          </Button>
        }
      />
      {asking === "archive" && <ArchiveDialog flag={flag} action={own} onClose={close} />}
      {asking === "delete" && <DeleteDialog flag={flag} action={`${own}/delete`} onClose={close} />}
      {asking === "duplicate" && <DuplicateDialog flag={flag} action={`${own}/duplicate`} onClose={close} />}
    </Panel>
  );
}

function Deed(props: {
  readonly title: string;
  readonly words: string;
  readonly button: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3.5 last:border-b-0">
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="font-[600]">{props.title}</h3>
        <p className="text-sm text-ink-2">{props.words}</p>
        {props.children}
      </div>
      {props.button}
    </div>
  );
}

function Dependents({ dependents, base }: Pick<FlagEndProps, "dependents" | "base">) {
  return (
    <div className="mt-2 text-sm">
      <p className="text-warn-ink">It is still needed, so it cannot be archived:</p>
      <ul className="mt-1 grid gap-0.5">
        {dependents.flatMap(({ environment, dependents: needing }) =>
          needing.map(({ kind, key }) => (
            <li key={`${environment}:${kind}:${key}`}>
              {kind}{" "}
              {kind === "flag" ? (
                <Link
                  to={`${base}/${key}/targeting/${environment}`}
                  className="rounded-sm underline decoration-line-strong underline-offset-3 hover:decoration-accent"
                >
                  <code>{key}</code>
                </Link>
              ) : (
                <code>{key}</code>
              )}{" "}
              <span className="text-ink-2">in {environment}</span>
            </li>
          )),
        )}
      </ul>
    </div>
  );
}
