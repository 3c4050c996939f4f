import { Form } from "@remix-run/react";
import { EnvironmentName } from "#app/features/environments/environment-name.tsx";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import { Select } from "#app/ui/select.tsx";

export interface MemberRolesFormProps {
  readonly held: readonly { readonly role: string; readonly environment: string | null }[];
  readonly roles: readonly { readonly key: string; readonly name: string }[];
  readonly environments: readonly { readonly key: string; readonly name: string }[];
  readonly typed: Readonly<Record<string, string>>;
  readonly busy: boolean;
  readonly locked: boolean;
}

/** One role for the whole project, and one more for each environment where somebody may do more. */
export function MemberRolesForm({ held, roles, environments, typed, busy, locked }: MemberRolesFormProps) {
  const roleIn = (environment: string | null) =>
    held.find((role) => role.environment === environment)?.role ?? "";
  return (
    <Form method="post" className="grid gap-4">
      <Field label="In the whole project">
        <Select name="role" defaultValue={typed["role"] ?? roleIn(null)} disabled={locked}>
          <option value="">No role</option>
          <RoleOptions roles={roles} />
        </Select>
      </Field>
      <fieldset className="grid gap-3">
        <legend className="mb-2 text-sm font-[550]">In single environments</legend>
        {environments.map((environment) => (
          <Field
            key={environment.key}
            label={<EnvironmentName environment={environment} />}
            className="items-center sm:grid-cols-[10rem_1fr]"
          >
            <Select
              name={`in:${environment.key}`}
              defaultValue={typed[`in:${environment.key}`] ?? roleIn(environment.key)}
              disabled={locked}
            >
              <option value="">As in the whole project</option>
              <RoleOptions roles={roles} />
            </Select>
          </Field>
        ))}
      </fieldset>
      {!locked && (
        <div className="flex justify-end">
          <Button type="submit" name="do" value="save" tone="primary" busy={busy}>
            Save roles
          </Button>
        </div>
      )}
    </Form>
  );
}

function RoleOptions({ roles }: Pick<MemberRolesFormProps, "roles">) {
  return roles.map((role) => (
    <option key={role.key} value={role.key}>
      {role.name}
    </option>
  ));
}
