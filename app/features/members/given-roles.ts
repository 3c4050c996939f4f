/** What the form of a member's roles says: `role` for the project, `in:staging` for an environment; empty for none. */
export function givenRoles(
  fields: Readonly<Record<string, string>>,
): { role: string; environment?: string }[] {
  const whole = fields["role"] ?? "";
  const narrow = Object.entries(fields).filter(([name, role]) => name.startsWith("in:") && role !== "");
  return [
    ...(whole === "" ? [] : [{ role: whole }]),
    ...narrow.map(([name, role]) => ({ role, environment: name.slice("in:".length) })),
  ];
}
