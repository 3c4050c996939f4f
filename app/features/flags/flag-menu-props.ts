export interface FlagMenuProps {
  readonly archived: boolean;
  readonly onArchive: () => void;
}
