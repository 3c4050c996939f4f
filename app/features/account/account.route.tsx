import { Outlet } from "@remix-run/react";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { PageHeader } from "#app/pages/page-header.tsx";
import { TabLinks } from "#app/ui/tabs.tsx";

export const handle: CrumbHandle = { crumbs: () => [{ label: "Account", to: "/account/profile" }] };

export default function AccountRoute() {
  return (
    <div className="grid gap-4.5">
      <PageHeader title="Account" />
      <TabLinks
        label="Account"
        tabs={[
          { to: "/account/profile", label: "Profile" },
          { to: "/account/two-factor", label: "Two-factor" },
          { to: "/account/sessions", label: "Sessions" },
          { to: "/account/tokens", label: "Tokens" },
        ]}
      />
      <div className="max-w-220">
        <Outlet />
      </div>
    </div>
  );
}
