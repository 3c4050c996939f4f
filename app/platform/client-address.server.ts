import { BlockList, isIP } from "node:net";

/** Where a request comes from, behind whatever proxies are trusted. */
export type AddressReader = (remote: string | undefined, forwardedFor: string | undefined) => string;

/** Addresses and networks (`10.0.0.0/8`); undefined where one of them is neither. */
export function parseNetworks(text: string): BlockList | undefined {
  const networks = new BlockList();
  for (const each of text.split(",").map((part) => part.trim())) {
    if (each === "") continue;
    const [address = "", length, more] = each.split("/");
    const family = familyOf(address);
    const bits = length === undefined ? undefined : Number(length);
    if (family === undefined || more !== undefined) return undefined;
    if (bits === undefined) networks.addAddress(address, family);
    else if (/^\d+$/.test(length ?? "") && bits <= (family === "ipv4" ? 32 : 128)) {
      networks.addSubnet(address, bits, family);
    } else return undefined;
  }
  return networks;
}

/**
 * `X-Forwarded-For` is read from its end, for as long as who wrote it is trusted: what stands before an address that is
 * not trusted was written by it, and says nothing.
 */
export function createAddressReader(trusted: BlockList): AddressReader {
  const isTrusted = (address: string) => {
    const family = familyOf(address);
    return family !== undefined && trusted.check(address, family);
  };
  return (remote, forwardedFor) => {
    let address = plain(remote ?? "");
    if (forwardedFor === undefined) return address;
    const hops = forwardedFor.split(",").map((hop) => plain(hop.trim()));
    while (hops.length > 0 && isTrusted(address)) {
      const hop = hops.pop() ?? "";
      if (isIP(hop) === 0) break;
      address = hop;
    }
    return address;
  };
}

/** For counting: of IPv6 the network, since whoever has one address has them all. */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = "", tail] = address.split("::");
  const left = head === "" ? [] : head.split(":");
  if (tail === undefined) return left.slice(0, 4).join(":");
  const right = tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return [...left, ...zeros, ...right].slice(0, 4).join(":");
}

function familyOf(address: string): "ipv4" | "ipv6" | undefined {
  const version = isIP(address);
  return version === 0 ? undefined : version === 4 ? "ipv4" : "ipv6";
}

/** An IPv4 address as a socket for both families tells it. */
const plain = (address: string) => address.replace(/^::ffff:(?=\d+\.)/i, "");
