import { Dialog } from "#app/ui/dialog.tsx";
import { Kbd } from "#app/ui/kbd.tsx";
import { Switch } from "#app/ui/switch.tsx";
import type { Command } from "./commands.ts";

export interface ShortcutsSheetProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly commands: readonly Command[];
  /** Whether single letters are taken as shortcuts at all. */
  readonly letters: boolean;
  readonly onLettersChange: (letters: boolean) => void;
}

const always = [
  { label: "Find anything", keys: ["⌘ or Ctrl", "K"] },
  { label: "Close a dialog or menu", keys: ["Esc"] },
];
const inLists = [{ label: "Search this list", keys: ["/"] }];

/** Every shortcut there is here; it is made of the same list that the keys are read by. */
export function ShortcutsSheet(props: ShortcutsSheetProps) {
  const { open, onOpenChange, commands, letters, onLettersChange } = props;
  const typed = commands.flatMap(({ id, label, keys }) => (keys === undefined ? [] : [{ id, label, keys }]));
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard shortcuts"
      description="Letters are typed one after the other, outside of fields."
    >
      <dl className="grid gap-0.5">
        {[...always, ...inLists, ...typed].map(({ label, keys }) => (
          <div key={label} className="flex min-h-8 items-center gap-3 border-b border-line last:border-b-0">
            <dt>{label}</dt>
            <dd className="ml-auto flex gap-1">
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-4 flex items-center justify-between gap-4 rounded-md bg-sunken px-3 py-2.5">
        <div>
          <p className="text-sm font-[550]">Shortcuts of single letters</p>
          <p className="text-xs text-ink-3">
            Turn them off where they get in the way of speech or of other tools.
          </p>
        </div>
        <Switch label="Shortcuts of single letters" checked={letters} onCheckedChange={onLettersChange} />
      </div>
    </Dialog>
  );
}
