import type { RouteConfig } from "@remix-run/route-config";

type Entry = Awaited<RouteConfig>[number];

const page = (path: string, file: string, children: Entry[] = []): Entry => ({ path, file, children });
const start = (file: string): Entry => ({ index: true, file });
const frame = (file: string, children: Entry[]): Entry => ({ file, children });

/** Every page of the product. */
const routes: RouteConfig = [
  start("pages/home.route.ts"),
  page("sign-in", "features/sign-in/sign-in.route.tsx"),
  page("sign-in/code", "features/sign-in/code.route.tsx"),
  page("sign-out", "features/sign-in/sign-out.route.ts"),
  page("forgot", "features/sign-in/forgot.route.tsx"),
  page("reset/:token", "features/sign-in/reset.route.tsx"),
  page("sso/start", "features/sso/sso-start.route.ts"),
  page("sso/callback", "features/sso/sso-callback.route.tsx"),
  page("join/:token", "features/members/join.route.tsx"),
  page("theme", "pages/theme.route.ts"),

  frame("pages/shell.route.tsx", [
    page("account", "features/account/account.route.tsx", [
      start("features/account/account-home.route.ts"),
      page("profile", "features/account/profile.route.tsx"),
      page("two-factor", "features/two-factor/two-factor.route.tsx"),
      page("sessions", "features/account/sessions.route.tsx"),
      page("tokens", "features/tokens/tokens.route.tsx"),
    ]),
    page("second-factor", "features/two-factor/second-factor.route.tsx"),
    page("sso", "features/sso/sso.route.tsx"),
    page("audit", "features/audit/installation-audit.route.tsx"),
    page("people", "features/people/people.route.tsx"),
    page("projects/new", "features/projects/new-project.route.tsx"),
    page("projects/:project", "features/projects/project.route.tsx", [
      start("features/projects/project-home.route.ts"),
      page("overview", "features/overview/overview.route.tsx"),
      page("flags", "features/flags/flags.route.tsx"),
      page("new-flag", "features/flags/new-flag.route.tsx"),
      page("flags/:flag", "features/flags/flag.route.tsx", [
        start("features/flags/flag-home.route.ts"),
        page("targeting/:environment", "features/flags/targeting.route.tsx"),
        page("variants", "features/flags/variants.route.tsx"),
        page("history/:environment", "features/history/flag-history.route.tsx"),
        page("settings", "features/flags/settings.route.tsx"),
      ]),
      page("flags/:flag/kill/:environment", "features/targeting/kill.route.ts"),
      page("flags/:flag/copy/:environment", "features/targeting/copy.route.ts"),
      page("flags/:flag/past/:environment", "features/history/past-flag.route.ts"),
      page("flags/:flag/duplicate", "features/flags/duplicate-flag.route.ts"),
      page("flags/:flag/delete", "features/flags/delete-flag.route.ts"),
      page("environments/:environment/surroundings", "features/targeting/surroundings.route.ts"),
      page("environments/:environment/keys", "features/targeting/keys.route.ts"),
      page("start", "features/onboarding/onboarding.route.tsx"),
      page("search", "features/search/search.route.ts"),
      page("bulk", "features/flags/bulk.route.ts"),
      page("environments/:environment/restore", "features/history/restore.route.ts"),
      page("segments", "features/segments/segments-home.route.ts"),
      page("segments/:environment", "features/segments/segments.route.tsx"),
      page("new-segment/:environment", "features/segments/new-segment.route.tsx"),
      page("segments/:environment/:segment", "features/segments/segment.route.tsx"),
      page("segments/:environment/:segment/history", "features/history/segment-history.route.tsx"),
      page("layers", "features/layers/layers.route.tsx"),
      page("layers/:layer/slices/:environment", "features/layers/slices.route.ts"),
      page("history", "features/history/environment-history-home.route.ts"),
      page("history/:environment", "features/history/environment-history.route.tsx"),
      page("audit", "features/audit/audit.route.tsx"),
      page("environments", "features/settings/environments.route.tsx"),
      page("new-environment", "features/settings/new-environment.route.tsx"),
      page("environments/:environment", "features/settings/environment.route.tsx"),
      page("settings", "features/settings/project-settings.route.tsx"),
      page("members", "features/members/members.route.tsx"),
      page("members/:member", "features/members/member.route.tsx"),
      page("roles", "features/roles/roles.route.tsx"),
      page("roles/:role", "features/roles/role.route.tsx"),
      page("new-role", "features/roles/new-role.route.tsx"),
      page("keys", "features/api-keys/api-keys.route.tsx"),
    ]),
  ]),

  page("ui", "pages/gallery.route.tsx"),
  page("*", "pages/not-found.route.tsx"),
];

export default routes;
