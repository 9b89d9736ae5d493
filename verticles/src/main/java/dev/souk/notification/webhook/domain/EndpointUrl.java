package dev.souk.notification.webhook.domain;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an endpoint is.
 *
 * @param host as the URL has it: a name, or an address (of IPv6 in brackets)
 * @param target path and query, as they go over the wire
 */
public record EndpointUrl(boolean tls, String host, int port, String target) {
    private static final int MOST_PORT = 65_535;
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

    /**
     * @param allowPrivate addresses inside, and HTTP without TLS
     * @throws IllegalArgumentException saying, after the name of the field, the rule that the URL breaks
     */
    public static EndpointUrl parse(String url, boolean allowPrivate) {
        URI uri = uri(url);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        if (!tls && !(allowPrivate && scheme.equals("http"))) {
            throw new IllegalArgumentException("must be an https URL");
        }
        String host = uri.getHost();
        if (host == null) {
            throw new IllegalArgumentException("must name a host, by letters, digits, hyphens and dots, or an address");
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("must have neither a user nor a fragment");
        }
        int port = uri.getPort() < 0 ? tls ? HTTPS_PORT : HTTP_PORT : uri.getPort();
        if (port < 1 || port > MOST_PORT) {
            throw new IllegalArgumentException("must have a port from 1 to 65535");
        }
        EndpointUrl parsed = new EndpointUrl(tls, host.toLowerCase(Locale.ROOT), port, target(uri));
        if (!allowPrivate && parsed.isLocalByName()) {
            throw new IllegalArgumentException("must not lead to an address inside");
        }
        return parsed;
    }

    private static URI uri(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be a URL", e);
        }
    }

    private static String target(URI uri) {
        String path = uri.getRawPath();
        String query = uri.getRawQuery();
        return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }

    /** Whether the URL itself shows a host inside; the address of a name is checked when it is connected to. */
    private boolean isLocalByName() {
        byte[] address = host.startsWith("[") ? ipv6(name()) : ipv4(name());
        return address == null
                ? name().equals("localhost") || name().endsWith(".localhost")
                : !PublicAddress.isPublic(address);
    }

    /** The name to look up: the host without brackets and without the dot of the root. */
    public String name() {
        if (host.startsWith("[")) {
            return host.substring(1, host.length() - 1);
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** A literal: nothing is looked up for it. */
    private static byte[] ipv6(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("must have an address that is one", e);
        }
    }

    /** @return the four bytes of an address; none for a name */
    private static byte @Nullable [] ipv4(String name) {
        if (!IPV4.matcher(name).matches()) {
            return null;
        }
        byte[] bytes = new byte[4];
        int at = 0;
        for (String part : name.split("\\.", -1)) {
            int value = Integer.parseInt(part);
            if (value > 255) {
                return null;
            }
            bytes[at++] = (byte) value;
        }
        return bytes;
    }
}
