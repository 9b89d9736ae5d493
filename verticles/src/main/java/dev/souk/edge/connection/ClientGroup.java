package dev.souk.edge.connection;

import dev.souk.settings.AddressRange;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that count as one client: an IPv4 address, or the 64 bits of an IPv6 network. One subscriber has all
 * the addresses of such a network (RFC 6177). An IPv4 address that is mapped into IPv6 is an IPv4 address.
 *
 * @param bits of the address or network
 * @param version 4 or 6; 0 for peers without an address, which are one client
 */
public record ClientGroup(long bits, int version) {
    private static final ClientGroup UNKNOWN = new ClientGroup(0, 0);

    /** @param address numeric; the scope of a link-local one is not looked at */
    static ClientGroup of(@Nullable String address) {
        byte[] bytes = bytes(address);
        return bytes == null ? UNKNOWN : ofBytes(bytes);
    }

    static byte @Nullable [] bytes(@Nullable String address) {
        if (address == null) {
            return null;
        }
        int scope = address.indexOf('%');
        return AddressRange.bytes(scope < 0 ? address : address.substring(0, scope));
    }

    static ClientGroup ofBytes(byte[] address) {
        ByteBuffer bytes = ByteBuffer.wrap(address);
        return bytes.capacity() == Integer.BYTES
                ? new ClientGroup(bytes.getInt(), 4)
                : new ClientGroup(bytes.getLong(), 6);
    }
}
