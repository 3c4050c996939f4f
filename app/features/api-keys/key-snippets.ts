import type { FlagDocument } from "@guidon/engine";
import type { KeyKind } from "./api-key.ts";
import { evaluateCurl } from "./sdk-snippets.ts";

export interface Snippet {
  readonly title: string;
  readonly code: string;
}

export interface SnippetInput {
  readonly origin: string;
  readonly project: string;
  /** What a server key does is shown in many languages, by `sdkSnippets`. */
  readonly kind: Exclude<KeyKind, "server">;
  readonly key: string;
  /** A boolean flag to ask for. */
  readonly flag: string;
}

/** The flag that a key is tried with where a project has no boolean one yet. */
const exampleFlag = "payments-v2";

/** Keys of flags that a new key is tried with. */
export interface ExampleFlags {
  readonly server: string;
  /** One that client keys may read, where there is one. */
  readonly client: string;
}

export function exampleFlags(flags: readonly Pick<FlagDocument, "key" | "type" | "client">[]): ExampleFlags {
  const asked = flags.filter(({ type }) => type === "boolean");
  const server = asked[0]?.key ?? exampleFlag;
  return { server, client: asked.find(({ client }) => client)?.key ?? server };
}

/** What to do first with a new key, ready to paste: the key itself stands in it. */
export function snippetsFor(input: SnippetInput): Snippet[] {
  switch (input.kind) {
    case "client":
      return [
        { title: "Evaluate with curl", code: evaluateCurl(input) },
        { title: "OpenFeature, in a browser", code: webCode(input) },
      ];
    case "management":
      return [
        { title: "Create a flag with curl", code: createCurl(input) },
        { title: "List flags with curl", code: listCurl(input) },
      ];
  }
}

function webCode({ origin, key, flag }: SnippetInput): string {
  return `import { OpenFeature } from "@openfeature/web-sdk";
import { OFREPWebProvider } from "@openfeature/ofrep-web-provider";

await OpenFeature.setContext({ targetingKey: "user-42" });
await OpenFeature.setProviderAndWait(new OFREPWebProvider({
  baseUrl: "${origin}",
  headers: [["Authorization", "Bearer ${key}"]],
}));

console.log(OpenFeature.getClient().getBooleanValue("${flag}", false));`;
}

function createCurl({ origin, key, project }: SnippetInput): string {
  return `curl ${origin}/api/v1/projects/${project}/flags \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{
    "key": "dark-mode",
    "environments": { "production": { "on": true, "rollout": 10 } }
  }'`;
}

function listCurl({ origin, key, project }: SnippetInput): string {
  return `curl ${origin}/api/v1/projects/${project}/flags \\
  -H "Authorization: Bearer ${key}"`;
}
