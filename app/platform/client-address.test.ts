import { expect, test } from "vitest";
import { createAddressReader, networkOf, parseNetworks } from "./client-address.server.ts";

const behind = (trusted: string) => createAddressReader(parseNetworks(trusted)!);

test.for([
  ["nobody is trusted", "", "203.0.113.9", "198.51.100.1", "203.0.113.9"],
  ["no header", "203.0.113.9", "203.0.113.9", undefined, "203.0.113.9"],
  ["a trusted proxy", "10.0.0.0/8", "10.1.2.3", "198.51.100.1", "198.51.100.1"],
  ["two of them", "10.0.0.0/8,192.0.2.1", "192.0.2.1", "198.51.100.1, 10.1.2.3", "198.51.100.1"],
  ["what a client wrote before", "10.0.0.0/8", "10.1.2.3", "1.1.1.1, 198.51.100.1", "198.51.100.1"],
  ["a stranger who names others", "10.0.0.0/8", "203.0.113.9", "1.1.1.1", "203.0.113.9"],
  ["nonsense", "10.0.0.0/8", "10.1.2.3", "unknown", "10.1.2.3"],
  ["a socket for both families", "127.0.0.1", "::ffff:127.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"],
  ["IPv6", "fd00::/8", "fd00::1", "2001:db8::7", "2001:db8::7"],
] as const)("%s", ([, trusted, remote, forwardedFor, address]) => {
  expect(behind(trusted)(remote, forwardedFor)).toBe(address);
});

test.for(["10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "proxy.example", "10.0.0.0/8/8"])(
  "%s is no network",
  (text) => {
    expect(parseNetworks(text)).toBeUndefined();
  },
);

test.for([
  ["192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:db8::7", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
] as const)("%s counts as %s", ([address, network]) => {
  expect(networkOf(address)).toBe(network);
});
