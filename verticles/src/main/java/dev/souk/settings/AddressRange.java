package dev.souk.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An IP address or a network, as in {@code 10.0.0.7}, {@code 10.0.0.0/8} or {@code fd00::/8}. Names are not looked up.
 * An IPv4 address that is mapped into IPv6 is an IPv4 address.
 */
public final class AddressRange {
    private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    /** The addresses that Java reads as numbers, and does not look up. */
    private static final Pattern NUMERIC =
            Pattern.compile("(" + OCTET + "\\.){3}" + OCTET + "|[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");

    private final byte[] network;
    private final int prefix;

    private AddressRange(byte[] network, int prefix) {
        this.network = network;
        this.prefix = prefix;
    }

    /** @throws IllegalArgumentException when the text is none */
    public static AddressRange of(String text) {
        AddressRange range = parse(text);
        if (range == null) {
            throw new IllegalArgumentException("no address or network: " + text);
        }
        return range;
    }

    static boolean isOne(String text) {
        return parse(text) != null;
    }

    private static @Nullable AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = bytes(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            return null;
        }
        int bits = address.length * Byte.SIZE;
        if (slash < 0) {
            return new AddressRange(address, bits);
        }
        String prefix = text.substring(slash + 1);
        return PREFIX.matcher(prefix).matches() && Integer.parseInt(prefix) <= bits
                ? new AddressRange(address, Integer.parseInt(prefix))
                : null;
    }

    /** @return 4 or 16 bytes; absent when the text is no numeric address without a scope */
    public static byte @Nullable [] bytes(String text) {
        if (!NUMERIC.matcher(text).matches()) {
            return null;
        }
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** @param address as {@link #bytes} gives it */
    public boolean contains(byte[] address) {
        if (address.length != network.length) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += Byte.SIZE) {
            int counted = Math.min(Byte.SIZE, prefix - bit);
            int mask = 0xff << (Byte.SIZE - counted);
            if (((address[bit / Byte.SIZE] ^ network[bit / Byte.SIZE]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }
}
