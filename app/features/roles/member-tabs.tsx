import { TabLinks } from "#app/ui/tabs.tsx";

export function MemberTabs({ project }: { readonly project: string }) {
  return (
    <TabLinks
      label="Members and roles"
      tabs={[
        { to: `/projects/${project}/members`, label: "Members" },
        { to: `/projects/${project}/roles`, label: "Roles" },
      ]}
    />
  );
}
