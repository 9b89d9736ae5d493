package dev.souk.edge.connection;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Whether all servers on the way agree where a request ends and for which host it is (RFC 9112). Where a server in
 * front may read it in another way, the bytes behind it may be another client's request in disguise. Lengths that
 * differ, lengths beside a {@code Transfer-Encoding} and lines without an end are refused by the decoder before that.
 */
public final class Framing {
    private static final String NAMELESS = "";
    private static final String SERVER = "*";
    private static final String CHUNKED = "chunked";
    private static final char DELETE = 0x7F;

    private Framing() {}

    /**
     * @return false: the request has two hosts or none, a coding that is not {@code chunked} alone, one in HTTP/1.0, a
     *     header without a name, or a target that is none. It is to be refused, and its connection closed
     */
    public static boolean isSound(HttpServerRequest request) {
        HttpVersion version = request.version();
        if (version == HttpVersion.HTTP_2) {
            return true;
        }
        MultiMap headers = request.headers();
        return isTarget(request)
                && !headers.contains(NAMELESS)
                && isHost(request, headers)
                && (!headers.contains(HttpHeaders.TRANSFER_ENCODING) || isChunked(version, headers));
    }

    /**
     * Whether it asks for a path, in one of the forms of RFC 9112, 3.2, or for the server itself. {@code CONNECT} would
     * turn the bytes that follow into a tunnel, not a request.
     */
    private static boolean isTarget(HttpServerRequest request) {
        HttpMethod method = request.method();
        String uri = request.uri();
        for (int i = 0; i < uri.length(); i++) {
            if (uri.charAt(i) <= ' ' || uri.charAt(i) == DELETE) {
                return false;
            }
        }
        return !HttpMethod.CONNECT.equals(method)
                && (uri.startsWith("/")
                        || uri.regionMatches(true, 0, "http://", 0, 7)
                        || uri.regionMatches(true, 0, "https://", 0, 8)
                        || uri.equals(SERVER) && HttpMethod.OPTIONS.equals(method));
    }

    private static boolean isHost(HttpServerRequest request, MultiMap headers) {
        int hosts = headers.getAll(HttpHeaders.HOST).size();
        return hosts == 1 ? request.authority() != null : hosts == 0 && request.version() == HttpVersion.HTTP_1_0;
    }

    private static boolean isChunked(HttpVersion version, MultiMap headers) {
        return version == HttpVersion.HTTP_1_1
                && headers.getAll(HttpHeaders.TRANSFER_ENCODING).size() == 1
                && headers.get(HttpHeaders.TRANSFER_ENCODING).strip().equalsIgnoreCase(CHUNKED);
    }
}
