import type { MetaFunction } from "@remix-run/node";
import { useActionData, useNavigation } from "@remix-run/react";
import { z } from "zod";
import { hasFreshSecondFactor } from "#app/features/access/require-second-factor.server.ts";
import type { CrumbHandle } from "#app/pages/crumbs.tsx";
import { readForm } from "#app/pages/form.server.ts";
import { pageAction, pageLoader } from "#app/pages/page.server.ts";
import { useLoaded } from "#app/pages/use-loaded.tsx";
import { beginTwoFactor } from "./begin-two-factor.server.ts";
import { confirmTwoFactor } from "./confirm-two-factor.server.ts";
import { qrCode } from "./qr-code.server.ts";
import { readTwoFactor } from "./read-two-factor.server.ts";
import { removeTwoFactor } from "./remove-two-factor.server.ts";
import { renewRecoveryCodes } from "./renew-recovery-codes.server.ts";
import { RecoveryCodes, SetUpTwoFactor, TwoFactorOff, TwoFactorOn } from "./two-factor-panels.tsx";

export const meta: MetaFunction = () => [{ title: "Two-factor · Guidon" }];
export const handle: CrumbHandle = { crumbs: () => [{ label: "Two-factor" }] };

export const loader = pageLoader(async ({ ctx, url }) => {
  const state = await readTwoFactor(ctx);
  const fresh = hasFreshSecondFactor(ctx);
  if (state.since !== null || !url.searchParams.has("set-up")) {
    return { ...state, fresh, setUp: null };
  }
  const { secret, uri } = await beginTwoFactor(ctx);
  return { ...state, fresh, setUp: { secret, qr: qrCode(uri) } };
});

const form = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("confirm"),
    code: z
      .string()
      .transform((code) => code.replaceAll(" ", ""))
      .pipe(z.string().regex(/^\d{6}$/, "The code has six digits.")),
    password: z.string().default(""),
  }),
  z.object({ do: z.literal("renew-codes") }),
  z.object({ do: z.literal("remove") }),
]);

export const action = pageAction(async ({ ctx, request, setCookie }) => {
  const asked = await readForm(request, form);
  switch (asked.do) {
    case "confirm": {
      const { recoveryCodes, cookie } = await confirmTwoFactor(ctx, asked);
      setCookie(cookie);
      return { recoveryCodes };
    }
    case "renew-codes":
      return renewRecoveryCodes(ctx);
    case "remove": {
      const { cookie } = await removeTwoFactor(ctx);
      setCookie(cookie);
      return { recoveryCodes: [] };
    }
    default:
      return asked satisfies never;
  }
});

export default function TwoFactor() {
  const { since, recoveryCodesLeft, asksForPassword, fresh, setUp } = useLoaded<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const shared = { problem: answer?.problem, busy };
  const codes = answer?.done?.recoveryCodes ?? [];
  if (codes.length > 0) return <RecoveryCodes codes={codes} />;
  if (since !== null) {
    return <TwoFactorOn {...shared} since={since} recoveryCodesLeft={recoveryCodesLeft} fresh={fresh} />;
  }
  return setUp === null ? (
    <TwoFactorOff />
  ) : (
    <SetUpTwoFactor {...shared} {...setUp} asksForPassword={asksForPassword} />
  );
}
