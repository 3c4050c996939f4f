import { Button } from "#app/ui/button.tsx";
import { CodeBlock } from "#app/ui/code-block.tsx";
import { Dialog } from "#app/ui/dialog.tsx";
import type { KeyKind } from "./api-key.ts";
import { snippetsFor, type ExampleFlags } from "./key-snippets.ts";
import { SdkCode } from "./sdk-code.tsx";

export interface KeyShownProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly secret: string;
  readonly kind: KeyKind;
  readonly project: string;
  readonly origin: string;
  readonly flags: ExampleFlags;
}

/** The key, this once, and what to do with it. */
export function KeyShown({ open, onOpenChange, secret, kind, project, origin, flags }: KeyShownProps) {
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={onOpenChange}
      title="Copy the key now"
      description="Only its digest is kept: it cannot be shown again. If it gets lost, make another."
      footer={
        <Button tone="primary" onClick={() => onOpenChange(false)}>
          I have it
        </Button>
      }
    >
      <div className="grid gap-3">
        <CodeBlock title="Key" code={secret} />
        {kind === "server" ? (
          <SdkCode origin={origin} secret={secret} flag={flags.server} />
        ) : (
          snippetsFor({ origin, project, kind, key: secret, flag: flags.client }).map((snippet) => (
            <CodeBlock key={snippet.title} title={snippet.title} code={snippet.code} />
          ))
        )}
      </div>
    </Dialog>
  );
}
