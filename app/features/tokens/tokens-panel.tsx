import { Form } from "@remix-run/react";
import { SquareTerminal } from "lucide-react";
import { Button } from "#app/ui/button.tsx";
import { Time } from "#app/ui/clock.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { Table, Td, Th, Tr } from "#app/ui/table.tsx";

export interface TokensPanelProps {
  readonly tokens: readonly {
    readonly id: string;
    readonly name: string;
    readonly prefix: string;
    readonly expiresAt: Date;
    readonly lastUsedAt: Date | null;
  }[];
}

export function TokensPanel({ tokens }: TokensPanelProps) {
  if (tokens.length === 0) {
    return (
      <Panel flush>
        <EmptyState icon={<SquareTerminal aria-hidden />} title="No tokens yet">
          With one, a script of yours can do in the API what you can do here, but for your account,
          invitations and keys. It ends with you.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel flush title="Your tokens">
      <Table caption="Your personal tokens">
        <thead>
          <tr>
            <Th>Token</Th>
            <Th className="max-sm:hidden">Last used</Th>
            <Th>Ends</Th>
            <Th>
              <span className="sr-only">End it</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <Tr key={token.id}>
              <Td>
                <span className="font-[570] [overflow-wrap:anywhere]">{token.name}</span>
                <span className="block font-mono text-xs text-ink-3">{token.prefix}…</span>
              </Td>
              <Td className="text-sm whitespace-nowrap text-ink-2 max-sm:hidden">
                {token.lastUsedAt === null ? "never" : <Time at={token.lastUsedAt} />}
              </Td>
              <Td className="text-sm whitespace-nowrap text-ink-2">
                <Time at={token.expiresAt} />
              </Td>
              <Td className="text-right">
                <Form method="post">
                  <input type="hidden" name="token" value={token.id} />
                  <Button
                    type="submit"
                    size="sm"
                    tone="danger"
                    name="do"
                    value="delete"
                    aria-label={`End ${token.name}`}
                  >
                    End
                  </Button>
                </Form>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}
