package dev.souk.edge.http;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Web pages that may open a socket, by the origin that their browser sends (RFC 6455, 10.2). A page of the authority
 * that the request itself names is always one of them; behind a proxy its scheme is not known here. Clients that are no
 * browsers send no origin and could send any.
 */
public final class Origins {
    private static final String ANY = "*";

    private final Set<String> listed;

    /** @param listed such as {@code https://shop.example}, or {@code *} */
    public Origins(List<String> listed) {
        this.listed = Set.copyOf(listed);
    }

    /** @param host of the request, with its port unless that is the scheme's */
    public boolean admit(@Nullable String origin, @Nullable String host) {
        if (origin == null || listed.contains(ANY) || listed.contains(origin)) {
            return true;
        }
        int scheme = origin.indexOf("://");
        return scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(host);
    }
}
