import { expect, test } from "./journey.fixture.ts";

/** Bytes of scripts, as they come over the wire, that a page may ship to a browser that has nothing of it yet. */
const most = { list: 130_000, flag: 185_000 };

const pages = {
  "/projects/storefront/flags": most.list,
  "/projects/storefront/flags/new-checkout/targeting/production": most.flag,
  "/projects/storefront/audit": most.list,
};

for (const [path, limit] of Object.entries(pages)) {
  test(`${path} ships at most ${limit / 1000} kB of compressed scripts`, async ({ page }) => {
    await page.goto(path, { waitUntil: "load" });
    const scripts = await page.evaluate(() =>
      (performance.getEntriesByType("resource") as PerformanceResourceTiming[])
        .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
        .map(({ encodedBodySize, decodedBodySize }) => ({ encodedBodySize, decodedBodySize })),
    );
    const sum = (of: "encodedBodySize" | "decodedBodySize") =>
      scripts.reduce((bytes, script) => bytes + script[of], 0);
    expect(sum("decodedBodySize")).toBeGreaterThan(2 * sum("encodedBodySize"));
    expect(sum("encodedBodySize")).toBeLessThan(limit);
  });
}
