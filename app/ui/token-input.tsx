import { clsx } from "clsx";
import { X } from "lucide-react";
import { useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";

export interface TokenInputProps {
  readonly label: string;
  readonly tokens: readonly string[];
  readonly onChange: (tokens: string[]) => void;
  readonly placeholder?: string;
  readonly disabled?: boolean;
  readonly inputMode?: "text" | "decimal";
  /** Says what is wrong with a token, if anything. */
  readonly problem?: (token: string) => string | undefined;
  /** The id of what is said about the whole. */
  readonly describedBy?: string | undefined;
  readonly className?: string;
}

/** Several short values in one control. Enter, comma or leaving adds; Backspace takes the last back. */
export function TokenInput(props: TokenInputProps) {
  const {
    label,
    tokens,
    onChange,
    placeholder,
    disabled = false,
    inputMode = "text",
    problem,
    describedBy,
    className,
  } = props;
  const [draft, setDraft] = useState("");
  const input = useRef<HTMLInputElement>(null);

  const add = (text: string) => {
    const fresh = text
      .split(/[,\n]/)
      .map((part) => part.trim())
      .filter((part) => part !== "");
    setDraft("");
    if (fresh.length > 0) onChange([...new Set([...tokens, ...fresh])]);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if ((event.key === "Enter" || event.key === ",") && draft.trim() !== "") {
      event.preventDefault();
      add(draft);
    } else if (event.key === "Enter") {
      event.preventDefault();
    } else if (event.key === "Backspace" && draft === "" && tokens.length > 0) {
      event.preventDefault();
      setDraft(tokens.at(-1) ?? "");
      onChange(tokens.slice(0, -1));
    }
  };
  const onPaste = (event: ClipboardEvent<HTMLInputElement>) => {
    const text = event.clipboardData.getData("text");
    if (!/[,\n]/.test(text)) return;
    event.preventDefault();
    add(draft + text);
  };

  return (
    <div
      role="group"
      aria-label={label}
      className={clsx(
        "control",
        "flex min-h-7.5 flex-wrap items-center gap-1 p-0.75 focus-within:border-accent focus-within:outline-1 focus-within:outline-accent",
        className,
      )}
    >
      {tokens.map((token, index) => {
        const wrong = problem?.(token);
        return (
          <span
            key={token}
            title={wrong}
            className={clsx(
              "inline-flex max-w-full items-center gap-0.5 rounded-[5px] pl-1.5 font-mono text-xs [overflow-wrap:anywhere]",
              wrong === undefined ? "bg-sunken" : "bg-kill-soft text-kill-ink",
            )}
          >
            {token}
            {wrong !== undefined && <span className="sr-only">({wrong})</span>}
            {!disabled && (
              <button
                type="button"
                aria-label={`Remove ${token}`}
                className="-my-px grid size-6 place-items-center rounded-sm text-ink-3 hover:bg-line hover:text-ink"
                onClick={() => {
                  onChange(tokens.filter((_, other) => other !== index));
                  input.current?.focus();
                }}
              >
                <X aria-hidden className="size-3" />
              </button>
            )}
          </span>
        );
      })}
      {!disabled && (
        <input
          ref={input}
          value={draft}
          inputMode={inputMode}
          aria-label={`Add to ${label}`}
          aria-invalid={describedBy === undefined ? undefined : true}
          aria-describedby={describedBy}
          placeholder={tokens.length === 0 ? placeholder : undefined}
          className="h-5.5 min-w-10 flex-1 bg-transparent px-1 font-mono text-xs outline-none"
          onChange={(event) => {
            setDraft(event.target.value);
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => {
            add(draft);
          }}
        />
      )}
    </div>
  );
}
