import type { Theme } from "./theme.ts";

export interface AccountMenuProps {
  readonly name: string;
  readonly email: string;
  readonly theme: Theme;
  readonly onTheme: (next: Theme) => void;
  readonly onSignOut: () => void;
  readonly mayReadSso: boolean;
  readonly mayReadPeople: boolean;
}
