import { monitorEventLoopDelay } from "node:perf_hooks";
import { observeCounter, observeGauge } from "./metrics.server.ts";

/** What Node says of the process itself. */
export function observeProcess(): void {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  observeGauge(
    "nodejs.eventloop.delay.p99",
    { description: "How late timers ran since the last collection, at the 99th percentile.", unit: "s" },
    () => {
      const value = delay.percentile(99) / 1e9;
      delay.reset();
      return [{ value, attributes: {} }];
    },
  );
  observeGauge("process.memory.usage", { description: "Physical memory in use.", unit: "By" }, () => [
    { value: process.memoryUsage.rss(), attributes: {} },
  ]);
  observeGauge("v8js.memory.heap.used", { description: "JavaScript heap in use.", unit: "By" }, () => [
    { value: process.memoryUsage().heapUsed, attributes: {} },
  ]);
  observeCounter("process.cpu.time", { description: "Processor time.", unit: "s" }, () => {
    const { user, system } = process.cpuUsage();
    return [
      { value: user / 1e6, attributes: { "cpu.mode": "user" } },
      { value: system / 1e6, attributes: { "cpu.mode": "system" } },
    ];
  });
}
