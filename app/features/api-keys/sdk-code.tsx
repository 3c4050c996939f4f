import { useState } from "react";
import { CodeBlock } from "#app/ui/code-block.tsx";
import { Segmented } from "#app/ui/segmented.tsx";
import { sdkSnippets, type SdkSnippet } from "./sdk-snippets.ts";

export interface SdkCodeProps {
  readonly origin: string;
  /** A key, or what stands for it. */
  readonly secret: string;
  readonly flag: string;
}

/** How a program asks for a flag, in the language of whoever looks. */
export function SdkCode({ origin, secret, flag }: SdkCodeProps) {
  const snippets = sdkSnippets({ origin, key: secret, flag });
  const [chosen, setChosen] = useState<SdkSnippet["id"]>("curl");
  const snippet = snippets.find(({ id }) => id === chosen);
  return (
    <>
      <Segmented
        label="In which language"
        value={chosen}
        onChange={setChosen}
        options={snippets.map(({ id, name }) => ({ value: id, label: name }))}
        className="flex-wrap justify-self-start"
      />
      {snippet?.install !== undefined && <CodeBlock title="Install" code={snippet.install} />}
      {snippet !== undefined && <CodeBlock title="Snippet" code={snippet.code} />}
    </>
  );
}
