import { Form } from "@remix-run/react";
import { NameAndKey } from "#app/features/projects/name-and-key.tsx";
import { fieldMessage, formMessage, type ProblemView } from "#app/pages/problem-view.ts";
import type { Permission } from "#app/platform/permission.ts";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { Field, FieldError } from "#app/ui/field.tsx";
import { Input } from "#app/ui/input.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { grantable, type RoleDefinition } from "./custom-role.ts";
import { groupsOf, permissionWords } from "./permission-words.ts";

export interface RoleFormProps {
  /** Undefined: a new one. */
  readonly present: RoleDefinition | undefined;
  readonly typed: Readonly<Record<string, string>>;
  readonly problem: ProblemView | undefined;
  readonly busy: boolean;
  /** What whoever looks may put into a role: no more than they hold. */
  readonly mayGive: (permission: Permission) => boolean;
}

/** The editor of a role: its name, and each permission with what it lets somebody do. Works without scripts. */
export function RoleForm({ present, typed, problem, busy, mayGive }: RoleFormProps) {
  const message = formMessage(problem, ["/name", "/key", "/description", "/permissions"]);
  const chosen = fieldMessage(problem, "/permissions");
  const sent = problem !== undefined;
  const holds = (permission: Permission) =>
    sent ? typed[permission] === "on" : (present?.permissions ?? ["project.read"]).includes(permission);
  return (
    <Form method="post" className="grid gap-5">
      {message !== undefined && <Notice tone="error">{message}</Notice>}
      {present === undefined ? (
        <NameAndKey
          typed={typed}
          placeholder="Release manager"
          keyHint="In the API. It never changes; the name may."
          nameError={fieldMessage(problem, "/name")}
          keyError={fieldMessage(problem, "/key")}
        />
      ) : (
        <Field label="Name" error={fieldMessage(problem, "/name")}>
          <Input name="name" required maxLength={100} defaultValue={typed["name"] ?? present.name} />
        </Field>
      )}
      <Field label="Description" optional error={fieldMessage(problem, "/description")}>
        <Input
          name="description"
          maxLength={500}
          placeholder="For whom it is"
          defaultValue={typed["description"] ?? present?.description}
        />
      </Field>
      <div className="-mb-5 gap-5 sm:columns-2">
        {groupsOf(grantable).map((group) => (
          <fieldset key={group.name} className="mb-5 grid break-inside-avoid content-start gap-2.5">
            <legend className="mb-2.5 text-2xs font-[550] tracking-[0.06em] text-ink-3 uppercase">
              {group.name}
            </legend>
            {group.permissions.map((permission) => (
              <Checkbox
                key={permission}
                name={permission}
                label={permissionWords[permission]}
                hint={
                  mayGive(permission) ? (
                    <span className="font-mono">{permission}</span>
                  ) : (
                    "More than you hold yourself"
                  )
                }
                defaultChecked={holds(permission)}
                disabled={!mayGive(permission)}
              />
            ))}
          </fieldset>
        ))}
      </div>
      {chosen !== undefined && <FieldError>{chosen}</FieldError>}
      <div className="flex justify-end">
        <Button type="submit" name="do" value="save" tone="primary" busy={busy}>
          {present === undefined ? "Create role" : "Save role"}
        </Button>
      </div>
    </Form>
  );
}
