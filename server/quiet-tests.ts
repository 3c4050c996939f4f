/** A set-up file for vitest: whatever a test prints without having said so fails it. Noise hides the line that matters. */
import { format } from "node:util";
import { afterEach, beforeEach, vi } from "vitest";

const methods = ["debug", "info", "log", "warn", "error", "trace"] as const;

let printed: string[] = [];

beforeEach(() => {
  printed = [];
  for (const method of methods) {
    // A test that expects output spies on the method itself, and thereby takes this over.
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      printed.push(`console.${method}: ${format(...values)}`);
    });
  }
});

afterEach(() => {
  for (const method of methods) vi.spyOn(console, method).mockRestore();
  if (printed.length > 0) {
    throw new Error(`The test printed what it did not expect:\n${printed.join("\n")}`);
  }
});
