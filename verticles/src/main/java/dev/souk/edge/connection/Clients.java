package dev.souk.edge.connection;

import dev.souk.settings.AddressRange;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the client of a request: the peer, unless that is a trusted proxy, which names the client in {@code Forwarded}
 * (RFC 7239) or {@code X-Forwarded-For}. Each proxy adds the address that it was called from, so the list is read from
 * its end, past the proxies that are trusted; the first other address is the client.
 *
 * <p>A header that a client itself may have written is never believed: a list that cannot be read, and two headers that
 * name different clients, leave the peer. Has no state; safe for every thread.
 */
public final class Clients {
    private static final String FORWARDED = "Forwarded";
    private static final String X_FORWARDED_FOR = "X-Forwarded-For";
    /** No real chain of proxies has more hops than this. */
    private static final int MOST_HOPS = 32;

    private final List<AddressRange> trusted;

    /** @param trusted proxies, as in the settings */
    public Clients(List<String> trusted) {
        this.trusted = trusted.stream().map(AddressRange::of).toList();
    }

    /** Whether this peer speaks for others. */
    boolean isProxy(SocketAddress peer) {
        if (trusted.isEmpty()) {
            return false;
        }
        byte[] address = ClientGroup.bytes(peer.hostAddress());
        return address != null && isTrusted(address);
    }

    private boolean isTrusted(byte[] address) {
        for (AddressRange range : trusted) {
            if (range.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** The client of a request. */
    public ClientGroup of(HttpServerRequest request) {
        SocketAddress peer = request.remoteAddress();
        ClientGroup itself = ConnectionCount.clientOf(peer);
        return isProxy(peer) ? behind(itself, request.headers()) : itself;
    }

    /** @param proxy which sent the headers */
    ClientGroup behind(ClientGroup proxy, MultiMap headers) {
        List<String> forwarded = headers.getAll(FORWARDED);
        List<String> forwardedFor = headers.getAll(X_FORWARDED_FOR);
        if (forwarded.isEmpty() && forwardedFor.isEmpty()) {
            return proxy;
        }
        ClientGroup one = forwarded.isEmpty() ? null : client(ForwardedFor.of(forwarded));
        ClientGroup other = forwardedFor.isEmpty() ? null : client(addresses(forwardedFor));
        if (!forwarded.isEmpty() && !forwardedFor.isEmpty()) {
            return one != null && one.equals(other) ? one : proxy;
        }
        ClientGroup told = one == null ? other : one;
        return told == null ? proxy : told;
    }

    private static List<String> addresses(List<String> lines) {
        List<String> addresses = new ArrayList<>();
        for (String line : lines) {
            for (String address : line.split(",", -1)) {
                addresses.add(address.strip());
            }
        }
        return addresses;
    }

    /** @param hops the nearest last; @return none when one that counts cannot be read */
    private @Nullable ClientGroup client(List<String> hops) {
        if (hops.size() > MOST_HOPS) {
            return null;
        }
        byte[] last = null;
        for (String hop : hops.reversed()) {
            last = ClientGroup.bytes(withoutPort(hop));
            if (last == null) {
                return null;
            }
            if (!isTrusted(last)) {
                break;
            }
        }
        return last == null ? null : ClientGroup.ofBytes(last);
    }

    /** {@code 192.0.2.1:80}, {@code [2001:db8::1]:80} and {@code [2001:db8::1]} are written with or without a port. */
    private static String withoutPort(String hop) {
        if (hop.startsWith("[")) {
            int end = hop.indexOf(']');
            return end < 0 ? "" : hop.substring(1, end);
        }
        int colon = hop.indexOf(':');
        return colon >= 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
    }
}
