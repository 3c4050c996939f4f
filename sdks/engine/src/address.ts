/** An IP address as its bytes, 4 or 16; an IPv4-mapped IPv6 address is the IPv4 address. */
export type Address = readonly number[];

export interface Network {
  readonly address: Address;
  /** How many leading bits count. */
  readonly bits: number;
}

const OCTET = /^(0|[1-9]\d{0,2})$/;
const GROUP = /^[\dA-Fa-f]{1,4}$/;

/** Reads an address in dotted or RFC 4291 form, without zone; `undefined` where it is none. */
export function parseAddress(text: string): Address | undefined {
  const bytes = parseBytes(text);
  return bytes && isMapped(bytes) ? bytes.slice(12) : bytes;
}

/** Reads `address/bits` (host bits are ignored) or a single address. */
export function parseNetwork(text: string): Network | undefined {
  const [host, suffix, ...rest] = text.split("/");
  const bytes = parseBytes(host!);
  if (!bytes || rest.length > 0) return undefined;
  const bits = suffix === undefined ? bytes.length * 8 : OCTET.test(suffix) ? Number(suffix) : 999;
  if (bits > bytes.length * 8) return undefined;
  return isMapped(bytes) && bits >= 96
    ? { address: bytes.slice(12), bits: bits - 96 }
    : { address: bytes, bits };
}

/** Whether a network holds an address; never across IPv4 and IPv6. */
export function isInside(address: Address, network: Network): boolean {
  if (address.length !== network.address.length) return false;
  for (let i = 0, left = network.bits; left > 0; i++, left -= 8) {
    const differing = address[i]! ^ network.address[i]!;
    if (differing >> Math.max(0, 8 - left) !== 0) return false;
  }
  return true;
}

const isMapped = (bytes: Address): boolean =>
  bytes.length === 16 && bytes.every((byte, i) => i > 11 || byte === (i > 9 ? 255 : 0));

function parseBytes(text: string): Address | undefined {
  if (text.length > 45) return undefined;
  if (!text.includes(":")) return parseDotted(text);
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, end] = halves.map((half, i) => parseGroups(half, i === halves.length - 1));
  if (!head) return undefined;
  if (halves.length === 1) return head.length === 16 ? head : undefined;
  if (!end || head.length + end.length > 14) return undefined;
  return [...head, ...Array<number>(16 - head.length - end.length).fill(0), ...end];
}

function parseGroups(text: string, last: boolean): Address | undefined {
  const bytes: number[] = [];
  const groups = text === "" ? [] : text.split(":");
  for (const [i, group] of groups.entries()) {
    const dotted = last && i === groups.length - 1 ? parseDotted(group) : undefined;
    if (dotted) bytes.push(...dotted);
    else if (GROUP.test(group)) bytes.push(parseInt(group, 16) >> 8, parseInt(group, 16) & 255);
    else return undefined;
  }
  return bytes;
}

function parseDotted(text: string): Address | undefined {
  const octets = text.split(".");
  return octets.length === 4 && octets.every((octet) => OCTET.test(octet) && Number(octet) < 256)
    ? octets.map(Number)
    : undefined;
}
