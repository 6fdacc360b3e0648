import { BlockList, isIP } from "node:net";

/** Peers whose word about the client's address is taken. */
export type Networks = BlockList;

/** What `ECOMM_TRUSTED_PROXIES` means where it is not set, here and in the API: this machine. */
export const LOOPBACK = "127.0.0.0/8,::1";

/** An address as it is compared: IPv4 seen through an IPv6 socket is IPv4. Null for no address. */
export function plainAddress(text: string): string | null {
  const plain = text.trim().replace(/^::ffff:(?=\d+\.)/i, "");
  return isIP(plain) === 0 ? null : plain;
}

/**
 * Networks out of `ECOMM_TRUSTED_PROXIES`: addresses and CIDR ranges, comma-separated, e.g.
 * `127.0.0.1, 10.0.0.0/8, fd00::/8`. The empty string trusts nobody.
 *
 * Throws with the entry that is none.
 */
export function networks(list: string): Networks {
  const known = new BlockList();
  for (const entry of list.split(",").map((part) => part.trim())) {
    if (entry === "") continue;
    const [address = "", bits, ...rest] = entry.split("/");
    const version = isIP(address);
    const family = version === 4 ? "ipv4" : "ipv6";
    const width = version === 4 ? 32 : 128;
    const ranged = bits !== undefined && /^\d{1,3}$/.test(bits) && Number(bits) <= width;
    if (version === 0 || rest.length > 0 || (bits !== undefined && !ranged)) {
      throw new Error(`ECOMM_TRUSTED_PROXIES: "${entry}" is no address and no network`);
    }
    if (bits === undefined) known.addAddress(address, family);
    else known.addSubnet(address, Number(bits), family);
  }
  return known;
}

/** Whether an address (as `plainAddress` gives it) is in one of the networks. */
export function within(known: Networks, address: string): boolean {
  return known.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
}
