import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { Button } from "#app/ui/button.tsx";
import { useWayBack } from "#app/ui/use-way-back.ts";
import { SideNav, type SideNavProps } from "./side-nav.tsx";

export interface DrawerProps {
  readonly nav: Omit<SideNavProps, "onNavigate">;
  readonly onClose: () => void;
}

/** The navigation where there is no room beside the page. */
export function Drawer({ nav, onClose }: DrawerProps) {
  const wayBack = useWayBack(true);
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade bg-veil lg:hidden" />
        <Dialog.Content
          {...wayBack}
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-40 w-68 animate-slide border-r border-line bg-sunken outline-none lg:hidden"
        >
          <Dialog.Title className="sr-only">Navigation</Dialog.Title>
          <SideNav {...nav} onNavigate={onClose} />
          <Dialog.Close asChild>
            <Button
              tone="ghost"
              size="icon"
              aria-label="Close the navigation"
              className="absolute top-3 right-3"
            >
              <X aria-hidden />
            </Button>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
