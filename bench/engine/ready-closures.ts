/** In a process of its own: what 1,000 hand-written closures weigh. */
const { makeThousand } = await import("./closures.ts");
const weigh = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

const first = makeThousand();
const before = weigh();
const flags = makeThousand();
export const bytes = weigh() - before;
console.log(`Closures: ${(bytes / 1024).toFixed(0)} kB for ${Math.min(first.size, flags.size)} flags.`);
