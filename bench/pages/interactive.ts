import type { Browser } from "playwright";
import type { SessionState } from "../../e2e/site.fixture.ts";

export interface Visit {
  /** From the navigation, in milliseconds. */
  readonly firstPaint: number;
  readonly hydrated: number;
  readonly interactive: number;
  /** Scripts as they came over the wire. */
  readonly scriptKb: number;
}

interface Marks {
  hydrated: number | undefined;
  tasks: { end: number }[];
}

/** How long the page has to stay quiet before the last long task counts as the last, in milliseconds. */
const quietMs = 1000;

/** A browser draws pages of its own for a new window, on the same processors; whoever opens a page has it open already. */
const restMs = 2000;

/** One visit by a browser that has nothing cached, with the CPU throttled. */
export async function interactive(
  browser: Browser,
  { site, session, path, throttle }: { site: string; session: SessionState; path: string; throttle: number },
): Promise<Visit> {
  const context = await browser.newContext({ baseURL: site, storageState: session });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await page.waitForTimeout(restMs);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: throttle });
    await page.addInitScript(watch);
    await page.goto(path, { waitUntil: "load" });
    await page.waitForFunction(
      (quiet) => {
        const { hydrated, tasks } = (window as unknown as { marks: Marks }).marks;
        const last = Math.max(hydrated ?? Infinity, ...tasks.map(({ end }) => end));
        return performance.now() - last > quiet;
      },
      quietMs,
      { polling: 100, timeout: 60_000 },
    );
    return await page.evaluate(() => {
      const { hydrated = Number.NaN, tasks } = (window as unknown as { marks: Marks }).marks;
      const resources = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
      const scripts = resources.filter(({ name }) => new URL(name).pathname.endsWith(".js"));
      return {
        firstPaint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
        hydrated,
        interactive: Math.max(hydrated, ...tasks.map(({ end }) => end)),
        scriptKb: scripts.reduce((sum, { transferSize }) => sum + transferSize, 0) / 1024,
      };
    });
  } finally {
    await context.close();
  }
}

/** In the page, before it begins: notes each long task, and when React holds what stands in `main`. */
function watch(): void {
  const marks: Marks = { hydrated: undefined, tasks: [] };
  (window as unknown as { marks: Marks }).marks = marks;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) marks.tasks.push({ end: startTime + duration });
  }).observe({ type: "longtask", buffered: true });
  const look = () => {
    const last = [...document.querySelectorAll("main a, main button, main input")].at(-1);
    const held = last !== undefined && Object.keys(last).some((key) => key.startsWith("__reactProps"));
    if (held) marks.hydrated = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
