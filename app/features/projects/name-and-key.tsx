import { useState } from "react";
import { Field } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { keyOfName } from "./key-of-name.ts";

export interface NameAndKeyProps {
  /** What was sent before and refused. */
  readonly typed: Readonly<Record<string, string>>;
  readonly placeholder: string;
  readonly keyHint: string;
  readonly nameError: string | undefined;
  readonly keyError: string | undefined;
}

/** A name, and the key that follows it until somebody writes one. */
export function NameAndKey({ typed, placeholder, keyHint, nameError, keyError }: NameAndKeyProps) {
  const [name, setName] = useState(typed["name"] ?? "");
  const [written, setWritten] = useState(typed["key"]);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Name" error={nameError}>
        <Input
          name="name"
          required
          autoFocus
          maxLength={200}
          placeholder={placeholder}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
          }}
        />
      </Field>
      <Field label="Key" hint={keyHint} error={keyError}>
        <Input
          name="key"
          mono
          required
          maxLength={200}
          spellCheck={false}
          autoCapitalize="off"
          placeholder={keyOfName(placeholder)}
          value={written ?? keyOfName(name)}
          onChange={(event) => {
            setWritten(event.target.value === "" ? undefined : event.target.value);
          }}
        />
      </Field>
    </div>
  );
}
