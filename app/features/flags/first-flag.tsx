import { Link } from "@remix-run/react";
import { Flag, Plus } from "lucide-react";
import { Button } from "#app/ui/button.tsx";
import { CodeBlock } from "#app/ui/code-block.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";

export interface FirstFlagProps {
  readonly base: string;
  readonly origin: string;
  readonly project: string;
  readonly mayWrite: boolean;
  readonly mayMakeKeys: boolean;
}

/** A project without flags: how the first one comes to be, and how code asks for it. */
export function FirstFlag({ base, origin, project, mayWrite, mayMakeKeys }: FirstFlagProps) {
  return (
    <div className="pb-6">
      <EmptyState
        icon={<Flag aria-hidden />}
        title="The first flag"
        action={
          <>
            {mayWrite && (
              <Button asChild tone="primary">
                <Link to={`${base}/new-flag`}>
                  <Plus aria-hidden />
                  New flag
                </Link>
              </Button>
            )}
            <Button asChild>
              <Link to={`${base}/start`}>Get started, step by step</Link>
            </Button>
            {mayMakeKeys && (
              <Button asChild>
                <Link to={`${base}/keys`}>Get an API key</Link>
              </Button>
            )}
          </>
        }
      >
        A flag decides in running code who gets what, and can say why. Make one here or with a single request;
        it starts switched off everywhere.
      </EmptyState>
      <div className="mx-auto grid max-w-260 gap-4 px-4 lg:grid-cols-2">
        <CodeBlock title="1 · Make it, with a management key" code={createSnippet(origin, project)} />
        <CodeBlock title="2 · Ask for it, with a server key" code={evaluateSnippet(origin)} />
      </div>
    </div>
  );
}

function createSnippet(origin: string, project: string): string {
  return `curl ${origin}/api/v1/projects/${project}/flags \\
  -H "Authorization: Bearer $GUIDON_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "key": "new-checkout",
    "environments": {
      "production": { "on": true, "rollout": 10 }
    }
  }'`;
}

function evaluateSnippet(origin: string): string {
  return `import { createClient } from "@guidon/server";

const guidon = createClient({
  url: "${origin}",
  key: process.env.GUIDON_KEY,
});
await guidon.ready();

if (guidon.isEnabled("new-checkout", {
  targetingKey: user.id,
})) {
  // the new one
}`;
}
