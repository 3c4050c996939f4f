import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "./button.tsx";

export interface CopyButtonProps {
  readonly text: string;
  readonly label?: string;
  /** With words beside the icon. */
  readonly worded?: boolean;
}

export function CopyButton({ text, label = "Copy", worded = false }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => {
      setCopied(false);
    }, 2000);
    return () => {
      clearTimeout(timer);
    };
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <>
      <Button
        tone={worded ? "plain" : "ghost"}
        size={worded ? "sm" : "icon-sm"}
        aria-label={worded ? undefined : label}
        title={worded ? undefined : label}
        onClick={() => {
          void copy().catch(() => {
            setCopied(false);
          });
        }}
      >
        {copied ? <Check aria-hidden className="text-on" /> : <Copy aria-hidden />}
        {worded && (copied ? "Copied" : label)}
      </Button>
      <span role="status" className="sr-only">
        {copied ? "Copied to the clipboard" : ""}
      </span>
    </>
  );
}
