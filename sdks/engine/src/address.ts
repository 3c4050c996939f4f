const OCTET = String.raw`(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;
const DOTTED = /* @__PURE__ */ new RegExp(`(^|:)${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}$`);
const GROUP = /^[\dA-Fa-f]{1,4}$/;
const MAPPED = /^0{80}1{16}/;

/** An IP address as its 128 bits in text; an IPv4 address is the IPv6 address that it is mapped to. `undefined` where it is none. */
export function parseAddress(value: unknown): string | undefined {
  if (typeof value !== "string" || value.length > 45) return undefined;
  const text = value.replace(DOTTED, (_, before: string, ...octets: string[]) => {
    const [a, b, c, d] = octets.map(Number) as [number, number, number, number];
    return `${before || "::ffff:"}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const halves = text.split("::").map((half) => (half === "" ? [] : half.split(":")));
  const [head, end = []] = halves as [string[], string[]?];
  const gap = 8 - head.length - end.length;
  if (halves.length > 2 || (halves.length === 2 ? gap < 1 : gap !== 0)) return undefined;
  const groups = [...head, ...Array<string>(gap).fill("0"), ...end];
  return groups.every((group) => GROUP.test(group))
    ? groups.map((group) => parseInt(group, 16).toString(2).padStart(16, "0")).join("")
    : undefined;
}

/** Reads `address/bits` (host bits are ignored) or a single address, as the bits that count. */
export function parseNetwork(value: unknown): string | undefined {
  const [, host = value, size] = /^([^/]*)\/(0|[1-9]\d{0,2})$/.exec(String(value)) ?? [];
  const address = parseAddress(host);
  const isShort = !String(host).includes(":");
  const bits = Number(size ?? (isShort ? 32 : 128)) + (isShort ? 96 : 0);
  return bits > 128 ? undefined : address?.slice(0, bits);
}

/** Whether a network holds an address; never across IPv4 and IPv6. */
export const isInside = (address: string, network: string): boolean =>
  address.startsWith(network) && (network.length >= 96 || !MAPPED.test(address));
