import type { LaunchOptions } from "playwright";

/**
 * Chromium draws pages of its own for the address bar of every window, hidden ones too, which takes a second of the
 * processor for each: as long as looking at a page of ours.
 */
const ownPages = [
  ...["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup"],
  ...["InitialWebUI", "PreloadTopChromeWebUI", "WebUIReloadButton"],
];

/** What Playwright switches off by the same argument, of which Chromium takes the last. */
const byPlaywright = [
  ...["AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades"],
  ...["HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding"],
  ...["ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints"],
  ...["NetworkTimeServiceQuerying", "AimEnabled", "PreconnectToSearch"],
];

/** The browser that journeys, pictures and measurements are made with. */
export const launchOptions: LaunchOptions = {
  executablePath: process.env["GUIDON_CHROMIUM"] ?? "/usr/bin/chromium",
  args: [
    ...["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"],
    ...["--no-first-run", `--disable-features=${[...ownPages, ...byPlaywright].join()}`],
  ],
};
