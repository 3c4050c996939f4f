import { Form } from "@remix-run/react";
import { roles } from "#app/features/access/roles.ts";
import { roleWords } from "#app/features/access/role-words.ts";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { ConfirmDetails } from "#app/ui/confirm-details.tsx";
import { CodeBlock } from "#app/ui/code-block.tsx";
import { Field, FieldError } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Panel } from "#app/ui/panel.tsx";
import { Select } from "#app/ui/select.tsx";
import type { RoleMapping, SsoConnection } from "./sso-connection.ts";
import { spareRows } from "./sso-form.ts";

export interface SsoFormProps {
  readonly connection: SsoConnection | null;
  readonly redirectUri: string;
  readonly projects: readonly { readonly key: string; readonly name: string }[];
  /** What was sent before and refused. */
  readonly typed: Readonly<Record<string, string>>;
  readonly problem: ProblemView | undefined;
  readonly locked: boolean;
  readonly busy: boolean;
}

const shown = [
  "name",
  "issuer",
  "clientId",
  "clientSecret",
  "scopes",
  "groupsClaim",
  "domains",
  "roleMapping",
];

export function SsoForm(props: SsoFormProps) {
  const { connection, redirectUri, typed, problem, locked, busy } = props;
  const message = formMessage(
    problem,
    shown.map((name) => `/${name}`),
  );
  const text = (name: string, present: string | undefined, fallback = "") => ({
    name,
    defaultValue: typed[name] ?? present ?? fallback,
    readOnly: locked,
  });
  const error = (name: string) => fieldMessage(problem, `/${name}`);
  return (
    <Form method="post" className="grid gap-5">
      {message !== undefined && <Notice tone="error">{message}</Notice>}
      <Panel title="Your identity provider">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Name" hint="On the button: Sign in with …" error={error("name")}>
            <Input {...text("name", connection?.name)} required maxLength={60} placeholder="Storefront" />
          </Field>
          <Field label="Issuer" error={error("issuer")}>
            <Input
              {...text("issuer", connection?.issuer)}
              type="url"
              required
              placeholder="https://id.example.com"
            />
          </Field>
          <Field label="Client id" error={error("clientId")}>
            <Input {...text("clientId", connection?.clientId)} required autoComplete="off" />
          </Field>
          <Field
            label="Client secret"
            hint={connection === null ? undefined : "Left empty, it stays as it is."}
            error={error("clientSecret")}
          >
            <Input
              name="clientSecret"
              type="password"
              required={connection === null}
              readOnly={locked}
              autoComplete="off"
            />
          </Field>
          <Field label="Scopes" hint="Beside openid." error={error("scopes")}>
            <Input {...text("scopes", connection?.scopes.join(" "), "email profile")} />
          </Field>
          <Field label="Claim with the groups" error={error("groupsClaim")}>
            <Input {...text("groupsClaim", connection?.groupsClaim, "groups")} required />
          </Field>
          <div className="sm:col-span-2">
            <p className="mb-1.5 text-sm font-[550]">Redirect URI, which the provider must know</p>
            <CodeBlock code={redirectUri} />
          </div>
        </div>
      </Panel>
      <Panel title="Who gets in">
        <div className="grid gap-4">
          <Field
            label="E-mail domains"
            hint="The provider opens accounts here by addresses of these domains that it has verified, and by no others."
            error={error("domains")}
          >
            <Input {...text("domains", connection?.domains.join(" "))} placeholder="example.com" />
          </Field>
          <Checkbox
            name="createsAccounts"
            value="true"
            defaultChecked={
              typed["name"] === undefined
                ? connection?.createsAccounts === true
                : typed["createsAccounts"] === "true"
            }
            disabled={locked}
            label="Make an account at the first sign-in"
            hint="For people to whom a line below gives a role. Without it, people are invited first."
          />
          <RoleMappingRows {...props} error={error("roleMapping")} />
        </div>
      </Panel>
      <div className="flex flex-wrap gap-2">
        {connection !== null && !locked && (
          <ConfirmDetails
            label="Remove single sign-on"
            consequence="Nobody comes in by it any more. Who has no password here has no way in then."
          >
            <Button type="submit" name="do" value="remove" formNoValidate tone="danger-solid" size="sm">
              Remove it
            </Button>
          </ConfirmDetails>
        )}
        <Button type="submit" tone="primary" busy={busy} disabled={locked} className="ml-auto">
          Save
        </Button>
      </div>
    </Form>
  );
}

interface RowsProps extends SsoFormProps {
  readonly error: string | undefined;
}

function RoleMappingRows({ connection, projects, typed, locked, error }: RowsProps) {
  const present: readonly (RoleMapping | undefined)[] = connection?.roleMapping ?? [];
  const rows = [...present, ...Array<undefined>(spareRows).fill(undefined)];
  return (
    <fieldset className="grid gap-2" disabled={locked}>
      <legend className="mb-1.5 text-sm font-[550]">Roles that groups give</legend>
      <p className="text-xs text-ink-3">
        <code>*</code> stands for everybody whom the provider lets in. A line without a group counts for
        nothing.
      </p>
      {error !== undefined && <FieldError>{error}</FieldError>}
      {rows.map((row, index) => (
        <MappingRow key={index} row={row} index={index} projects={projects} typed={typed} />
      ))}
    </fieldset>
  );
}

interface RowProps extends Pick<SsoFormProps, "projects" | "typed"> {
  readonly row: RoleMapping | undefined;
  readonly index: number;
}

function MappingRow({ row, index, projects, typed }: RowProps) {
  const line = `line ${index + 1}`;
  const group = row === undefined ? "" : (row.group ?? "*");
  return (
    <div className="grid gap-2 max-sm:border-b max-sm:border-line max-sm:pb-3 max-sm:last:border-b-0 sm:grid-cols-3">
      <Input
        name={`group-${index}`}
        aria-label={`Group of ${line}`}
        placeholder="group"
        defaultValue={typed[`group-${index}`] ?? group}
      />
      <Select
        name={`role-${index}`}
        aria-label={`Role of ${line}`}
        defaultValue={typed[`role-${index}`] ?? row?.role ?? "viewer"}
      >
        {roles.map((role) => (
          <option key={role} value={role}>
            {roleWords[role].name}
          </option>
        ))}
      </Select>
      <Select
        name={`project-${index}`}
        aria-label={`Project of ${line}`}
        defaultValue={typed[`project-${index}`] ?? row?.project ?? ""}
      >
        <option value="">in every project</option>
        {projects.map(({ key, name }) => (
          <option key={key} value={key}>
            in {name}
          </option>
        ))}
      </Select>
    </div>
  );
}
