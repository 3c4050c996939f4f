import { Link } from "@remix-run/react";
import type { MovedShare } from "#app/features/targeting/moved-shares.ts";
import type { NamedChanges } from "./changes-in-words.ts";
import { movedWords } from "./moved-words.ts";
import { ChangeLines } from "./revision-list.tsx";

export interface DocumentChangesProps {
  readonly documents: readonly (NamedChanges & { readonly moved?: readonly MovedShare[] })[];
  /** The address of a flag's page; undefined: keys are no links. */
  readonly to?: ((flag: string) => string) | undefined;
  /** Keys are said by the page already. */
  readonly hideKeys?: boolean;
}

/** What changed in flags and segments, each by its key. */
export function DocumentChanges({ documents, to, hideKeys = false }: DocumentChangesProps) {
  return (
    <ul className="grid gap-3">
      {documents.map(({ kind, key, changes, moved = [] }) => (
        <li key={`${kind} ${key}`} className="min-w-0">
          {!hideKeys && (
            <p className="text-sm">
              {kind === "segment" && <span className="mr-1.5 text-ink-3">segment</span>}
              {kind === "flag" && to !== undefined ? (
                <Link
                  to={to(key)}
                  className="rounded-sm font-mono text-xs font-[550] text-accent [overflow-wrap:anywhere] hover:underline underline-offset-3"
                >
                  {key}
                </Link>
              ) : (
                <code className="text-xs font-[550] [overflow-wrap:anywhere]">{key}</code>
              )}
            </p>
          )}
          <div className={hideKeys ? "-mt-2" : "-mt-1"}>
            <ChangeLines changes={changes} none="No change" />
          </div>
          {movedWords(moved).map((words) => (
            <p key={words} className="mt-1 ml-4 text-xs text-warn-ink">
              {words}
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}
