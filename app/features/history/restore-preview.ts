import type { NamedChanges } from "./changes-in-words.ts";
import type { LeftAside } from "./plan-restore.ts";
import type { MovedShare } from "#app/features/targeting/moved-shares.ts";

/** What a restore does, or would do, as the dialog shows it. */
export interface RestorePreview {
  readonly revision: number;
  readonly version: string;
  readonly documents: readonly (NamedChanges & { readonly moved: readonly MovedShare[] })[];
  readonly left: readonly LeftAside[];
  readonly elsewhere: readonly { readonly environment: string; readonly revision: number }[];
  readonly cannotRun: { readonly instances: number };
}
