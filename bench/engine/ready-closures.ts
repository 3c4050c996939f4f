/** In a process of its own: what 1,000 hand-written closures weigh. */
const { makeThousand } = await import("./closures.ts");
const weigh = (): number => {
  for (let i = 0; i < 4; i++) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

const COPIES = 20;
const first = makeThousand();
const before = weigh();
const flags = Array.from({ length: COPIES }, makeThousand);
export const bytes = (weigh() - before) / COPIES;
console.log(`Closures: ${(bytes / 1024).toFixed(0)} kB for ${Math.min(first.size, flags[0]!.size)} flags.`);
