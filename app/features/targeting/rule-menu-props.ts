export interface RuleMenuProps {
  /** The rule's. */
  readonly name: string;
  /** Its place, from 0, among so many. */
  readonly index: number;
  readonly count: number;
  readonly onMove: (to: number) => void;
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
}
