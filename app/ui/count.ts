/** A number as lists show it: 980, 12 k, 1.2 M. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count);
  const [size, unit] = count < 999_500 ? [1000, "k"] : count < 999_500_000 ? [1e6, "M"] : [1e9, "G"];
  const value = count / size;
  return `${value < 10 ? value.toFixed(1).replace(/\.0$/, "") : Math.round(value)} ${unit}`;
}

/** A whole number in groups: 1,234,567. Making a format of the browser's own would take longer than drawing a page's numbers. */
export function fullCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
