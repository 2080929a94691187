import { BlockList, isIPv4 } from 'node:net';

/** Special-purpose IPv4 addresses (IANA registry, RFC 6890), multicast, and the metadata address of one large cloud. */
const REFUSED_V4: [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
  ['168.63.129.16', 32],
];

/** Of what IANA gives out (2000::/3) those that tunnel to other addresses or are for documentation and benchmarks. */
const REFUSED_V6: [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const v4 = new BlockList();
for (const [network, bits] of REFUSED_V4) v4.addSubnet(network, bits, 'ipv4');
const v6 = new BlockList();
for (const [network, bits] of REFUSED_V6) v6.addSubnet(network, bits, 'ipv6');
const given = new BlockList();
given.addSubnet('2000::', 3, 'ipv6');

/**
 * Whether an address belongs to the public internet: not loopback, private, link-local, unique-local, shared, multicast,
 * reserved, nor one that stands for another address (mapped, translated, tunnelled).
 * @param address as the resolver gave it
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !v4.check(address, 'ipv4');
  const bare = address.split('%')[0] ?? '';
  return given.check(bare, 'ipv6') && !v6.check(bare, 'ipv6');
}
