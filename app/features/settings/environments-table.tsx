import { Form, Link } from "@remix-run/react";
import { ChevronDown, ChevronUp, Lock } from "lucide-react";
import { EnvironmentName } from "#app/features/environments/environment-name.tsx";
import { Button } from "#app/ui/button.tsx";
import { Chip } from "#app/ui/chip.tsx";
import { Table, Td, Th, Tr } from "#app/ui/table.tsx";

export interface EnvironmentsTableProps {
  readonly project: string;
  readonly environments: readonly {
    readonly key: string;
    readonly name: string;
    readonly protected: boolean;
    readonly revision: number;
  }[];
  readonly mayMove: boolean;
}

export function EnvironmentsTable({ project, environments, mayMove }: EnvironmentsTableProps) {
  return (
    <Table caption="Environments">
      <thead>
        <tr>
          <Th>Environment</Th>
          <Th>Protection</Th>
          <Th className="text-right max-sm:hidden">Revision</Th>
          {mayMove && (
            <Th>
              <span className="sr-only">Move it</span>
            </Th>
          )}
        </tr>
      </thead>
      <tbody>
        {environments.map((environment, place) => (
          <Tr key={environment.key} className="relative">
            <Td>
              <Link to={`/projects/${project}/environments/${environment.key}`} className="row-link">
                <EnvironmentName environment={environment} />
              </Link>
              <span className="mt-0.5 block font-mono text-xs text-ink-3">{environment.key}</span>
            </Td>
            <Td>
              {environment.protected ? (
                <Chip tone="accent">
                  <Lock aria-hidden />
                  protected
                </Chip>
              ) : (
                <span className="text-sm text-ink-3">none</span>
              )}
            </Td>
            <Td className="text-right text-sm text-ink-2 tabular-nums max-sm:hidden">
              {environment.revision}
            </Td>
            {mayMove && (
              <Td className="w-px whitespace-nowrap">
                <div className="relative flex justify-end gap-1">
                  <Move environment={environment} to={place - 1} label="up" off={place === 0} />
                  <Move
                    environment={environment}
                    to={place + 1}
                    label="down"
                    off={place === environments.length - 1}
                  />
                </div>
              </Td>
            )}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Move(props: {
  readonly environment: { readonly key: string; readonly name: string };
  readonly to: number;
  readonly label: "up" | "down";
  readonly off: boolean;
}) {
  const { environment, to, label, off } = props;
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="environment" value={environment.key} />
      <input type="hidden" name="position" value={to} />
      <Button
        type="submit"
        tone="ghost"
        size="icon"
        disabled={off}
        aria-label={`Move ${environment.name} ${label}`}
      >
        {label === "up" ? <ChevronUp aria-hidden /> : <ChevronDown aria-hidden />}
      </Button>
    </Form>
  );
}
