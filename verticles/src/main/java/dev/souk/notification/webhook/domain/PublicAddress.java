package dev.souk.notification.webhook.domain;

import java.util.List;

/**
 * Whether an address is of the public Internet, by the special-purpose registries of IANA (RFC 6890 and its
 * successors): everything that is, or may lead, inside is not.
 */
public final class PublicAddress {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private static final List<Block> NOT_V4 = List.of(
            block(8, 0), // this network
            block(8, 10), // private
            block(10, 100, 64), // shared by carriers
            block(8, 127), // loopback
            block(16, 169, 254), // link-local, and the metadata of clouds
            block(12, 172, 16), // private
            block(24, 192, 0, 0), // protocol assignments
            block(24, 192, 0, 2), // documentation
            block(24, 192, 88, 99), // 6to4 relays
            block(16, 192, 168), // private
            block(15, 198, 18), // benchmarks
            block(24, 198, 51, 100), // documentation
            block(24, 203, 0, 113), // documentation
            block(4, 224), // multicast
            block(4, 240)); // reserved, and broadcast

    /** Only 2000::/3 is given out at all: loopback, link-local, unique local, NAT64 and mapped ones lie outside. */
    private static final Block GLOBAL_V6 = block(3, 0x20);

    private static final List<Block> NOT_V6 = List.of(
            block(23, 0x20, 0x01, 0x00), // protocol assignments, Teredo
            block(32, 0x20, 0x01, 0x0d, 0xb8), // documentation
            block(16, 0x20, 0x02), // 6to4: holds an IPv4 address
            block(20, 0x3f, 0xff)); // documentation

    private PublicAddress() {}

    /** The addresses whose first {@code bits} are those of {@code prefix}. */
    private record Block(int bits, int[] prefix) {
        boolean holds(byte[] address) {
            for (int bit = 0; bit < bits; bit += 8) {
                int index = bit / 8;
                int mask = bits - bit >= 8 ? 0xff : 0xff << 8 - (bits - bit) & 0xff;
                int wanted = index < prefix.length ? prefix[index] : 0;
                if ((address[index] & mask) != (wanted & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static Block block(int bits, int... prefix) {
        return new Block(bits, prefix);
    }

    /** @param address 4 or 16 bytes, as the network has them */
    public static boolean isPublic(byte[] address) {
        return switch (address.length) {
            case IPV4_BYTES -> NOT_V4.stream().noneMatch(block -> block.holds(address));
            case IPV6_BYTES -> GLOBAL_V6.holds(address) && NOT_V6.stream().noneMatch(block -> block.holds(address));
            default -> throw new IllegalArgumentException("not an IP address: " + address.length + " bytes");
        };
    }
}
