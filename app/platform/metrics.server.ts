import { metrics } from "@opentelemetry/api";

/**
 * Metrics cost nothing until `server/telemetry.ts` has given them somewhere to go: OTLP, Prometheus or both. Made before
 * that, an instrument stays silent for ever.
 */
const meter = metrics.getMeter("guidon");

interface About {
  readonly description: string;
  /** In UCUM; what is counted stands in braces. */
  readonly unit: string;
}

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** One number of a metric, and what it is the number of. */
export interface Reading {
  readonly value: number;
  readonly attributes: Attributes;
}

/** A metric that is read whenever metrics are collected, and never otherwise. Where reading fails, there is none. */
export function observeGauge(
  name: string,
  about: About,
  read: () => readonly Reading[] | Promise<readonly Reading[]>,
): void {
  meter.createObservableGauge(name, about).addCallback(async (result) => {
    for (const { value, attributes } of await read()) result.observe(value, attributes);
  });
}

/** A sum that only grows, read as a gauge is. */
export function observeCounter(name: string, about: About, read: () => readonly Reading[]): void {
  meter.createObservableCounter(name, about).addCallback((result) => {
    for (const { value, attributes } of read()) result.observe(value, attributes);
  });
}

export function createCounter(name: string, about: About): (value: number, attributes: Attributes) => void {
  const counter = meter.createCounter(name, about);
  return (value, attributes) => counter.add(value, attributes);
}

/** Seconds from a quarter of a millisecond to ten seconds. */
const seconds = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createTimer(
  name: string,
  description: string,
): (milliseconds: number, attributes: Attributes) => void {
  const histogram = meter.createHistogram(name, {
    description,
    unit: "s",
    advice: { explicitBucketBoundaries: seconds },
  });
  return (milliseconds, attributes) => histogram.record(milliseconds / 1000, attributes);
}
