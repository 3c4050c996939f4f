/** Code to paste that asks for a flag once. The key itself stands in it, so that it runs as it is. */
export interface SdkSnippet {
  readonly id: "curl" | "server" | "openfeature" | "ofrep" | "python" | "go" | "ofrep-curl";
  readonly name: string;
  /** What to install first; nothing for what is there anyway. */
  readonly install: string | undefined;
  readonly code: string;
}

export interface SdkSnippetInput {
  readonly origin: string;
  readonly key: string;
  readonly flag: string;
}

/** Until it is on npm's registry. As "Getting started" of the documentation tells it. */
const packedSdk = `# In Guidon's folder: the SDK is not on npm's registry yet.
npx tsc --build sdks/engine sdks/server
npm pack --workspace @guidon/engine --workspace @guidon/server --pack-destination ..
# In your program's folder, beside it:
npm install ../guidon-engine-0.1.0.tgz ../guidon-server-0.1.0.tgz`;

/** For a boolean flag; others are asked for alike. */
export function sdkSnippets(input: SdkSnippetInput): readonly SdkSnippet[] {
  return [
    { id: "curl", name: "curl", install: undefined, code: evaluateCurl(input) },
    { id: "server", name: "Node.js", install: packedSdk, code: serverCode(input) },
    {
      ...{ id: "openfeature", name: "OpenFeature" },
      ...{ install: `${packedSdk} @openfeature/server-sdk`, code: openFeatureCode(input) },
    },
    {
      ...{ id: "ofrep", name: "OFREP provider" },
      install: "npm install @openfeature/server-sdk @openfeature/ofrep-provider",
      code: ofrepCode(input),
    },
    {
      ...{ id: "python", name: "Python" },
      ...{ install: "pip install openfeature-sdk openfeature-provider-ofrep", code: pythonCode(input) },
    },
    {
      ...{ id: "go", name: "Go" },
      install: "go get github.com/open-feature/go-sdk github.com/open-feature/go-sdk-contrib/providers/ofrep",
      code: goCode(input),
    },
    { id: "ofrep-curl", name: "OFREP by curl", install: undefined, code: ofrepCurl(input) },
  ];
}

export function evaluateCurl({ origin, key, flag }: SdkSnippetInput): string {
  return `curl ${origin}/api/v1/evaluate \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{ "flag": "${flag}", "context": { "targetingKey": "user-42" } }'`;
}

function ofrepCurl({ origin, key, flag }: SdkSnippetInput): string {
  return `curl ${origin}/ofrep/v1/evaluate/flags/${flag} \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{ "context": { "targetingKey": "user-42" } }'`;
}

function serverCode({ origin, key, flag }: SdkSnippetInput): string {
  return `import { createClient } from "@guidon/server";

const flags = createClient({ url: "${origin}", key: "${key}" });
await flags.ready();

console.log(flags.isEnabled("${flag}", { targetingKey: "user-42" }));
await flags.close();`;
}

function openFeatureCode({ origin, key, flag }: SdkSnippetInput): string {
  return `import { OpenFeature } from "@openfeature/server-sdk";
import { createProvider } from "@guidon/server/openfeature";

await OpenFeature.setProviderAndWait(createProvider({ url: "${origin}", key: "${key}" }));

const client = OpenFeature.getClient();
console.log(await client.getBooleanValue("${flag}", false, { targetingKey: "user-42" }));
await OpenFeature.close();`;
}

function pythonCode({ origin, key, flag }: SdkSnippetInput): string {
  return `from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext

api.set_provider(OFREPProvider(
    "${origin}",
    headers_factory=lambda: {"Authorization": "Bearer ${key}"},
))

client = api.get_client()
print(client.get_boolean_value("${flag}", False, EvaluationContext("user-42")))`;
}

function goCode({ origin, key, flag }: SdkSnippetInput): string {
  return `package main

import (
	"context"
	"fmt"

	"github.com/open-feature/go-sdk-contrib/providers/ofrep"
	"github.com/open-feature/go-sdk/openfeature"
)

func main() {
	provider := ofrep.NewProvider("${origin}", ofrep.WithBearerToken("${key}"))
	if err := openfeature.SetProviderAndWait(provider); err != nil {
		panic(err)
	}
	client := openfeature.NewClient("shop")
	user := openfeature.NewEvaluationContext("user-42", nil)
	on, err := client.BooleanValue(context.Background(), "${flag}", false, user)
	fmt.Println(on, err)
}`;
}

function ofrepCode({ origin, key, flag }: SdkSnippetInput): string {
  return `import { OpenFeature } from "@openfeature/server-sdk";
import { OFREPProvider } from "@openfeature/ofrep-provider";

await OpenFeature.setProviderAndWait(
  new OFREPProvider({
    baseUrl: "${origin}",
    headers: [["Authorization", "Bearer ${key}"]],
  }),
);

const client = OpenFeature.getClient();
console.log(await client.getBooleanValue("${flag}", false, { targetingKey: "user-42" }));`;
}
