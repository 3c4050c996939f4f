/** In a process of its own: what 1,000 hand-written closures weigh. */
const { makeThousand } = await import("./closures.ts");
const first = makeThousand();
globalThis.gc?.();
export const before = process.memoryUsage().heapUsed;
const flags = makeThousand();
globalThis.gc?.();
console.log(
  `Closures: ${((process.memoryUsage().heapUsed - before) / 1024).toFixed(0)} kB for ${Math.min(first.size, flags.size)} flags`,
);
