package dev.souk.edge.ready;

import dev.souk.edge.headers.PublicCaching;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the router: writes a product that is ready, as its route would, and hands everything else on. Only a
 * plain {@code GET} is answered here. A request with a condition, a range, a token, a trace, a body or a query, and one
 * whose {@code Accept} does not plainly take JSON, goes to the router, which knows what it means.
 *
 * <pre>
 *  request ─> plain GET of a product that is ready ─> quota ─> answer
 *                └ anything else ──────────────────────┴───> router
 * </pre>
 *
 * <p>Runs on the event loop of its server.
 */
public final class ReadyHandler implements Handler<HttpServerRequest> {
    private static final String PATH = "/v1/products/";
    /** The name under which the router counts the operation. */
    private static final String ROUTE = "/v1/products/:sku";

    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    /** The headers that make a request more than a plain read. */
    private static final CharSequence[] UNUSUAL = {
        HttpHeaders.IF_NONE_MATCH,
        HttpHeaders.IF_MATCH,
        HttpHeaders.IF_MODIFIED_SINCE,
        HttpHeaders.createOptimized("if-unmodified-since"),
        HttpHeaders.createOptimized("if-range"),
        HttpHeaders.createOptimized("range"),
        HttpHeaders.AUTHORIZATION,
        HttpHeaders.createOptimized("traceparent"),
        HttpHeaders.CONTENT_LENGTH,
        HttpHeaders.TRANSFER_ENCODING,
        HttpHeaders.EXPECT,
        HttpHeaders.ORIGIN,
        HttpHeaders.CACHE_CONTROL,
        HttpHeaders.createOptimized("upgrade")
    };

    private final ReadyAnswers answers;
    private final PublicCaching caching;
    private final Predicate<HttpServerRequest> quota;
    private final Handler<HttpServerRequest> router;
    private boolean open = true;

    /** @param quota takes a token for the request; where none is left, the router refuses the request */
    public ReadyHandler(
            ReadyAnswers answers,
            PublicCaching caching,
            Predicate<HttpServerRequest> quota,
            Handler<HttpServerRequest> router) {
        this.answers = answers;
        this.caching = caching;
        this.quota = quota;
        this.router = router;
    }

    /** From now on everything goes to the router: the server drains. */
    public void close() {
        open = false;
    }

    @Override
    public void handle(HttpServerRequest request) {
        ReadyAnswer answer = open ? ready(request) : null;
        if (answer == null || !quota.test(request)) {
            router.handle(request);
            return;
        }
        request.routed(ROUTE);
        request.response()
                .putHeader(HttpHeaders.ETAG, answer.etag())
                .putHeader(HttpHeaders.CACHE_CONTROL, caching.control())
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .end(answer.body());
    }

    private @Nullable ReadyAnswer ready(HttpServerRequest request) {
        String uri = request.uri();
        if (!uri.startsWith(PATH) || !HttpMethod.GET.equals(request.method()) || !isPlain(uri)) {
            return null;
        }
        return isPlain(request) ? answers.take(uri.substring(PATH.length())) : null;
    }

    /** Whether the rest is a SKU of unreserved characters (RFC 3986): such a SKU needs no decoding. */
    private static boolean isPlain(String uri) {
        for (int i = PATH.length(); i < uri.length(); i++) {
            char c = uri.charAt(i);
            boolean unreserved = c >= '0' && c <= '9'
                    || c >= 'A' && c <= 'Z'
                    || c >= 'a' && c <= 'z'
                    || c == '-'
                    || c == '_'
                    || c == '.'
                    || c == '~';
            if (!unreserved) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(HttpServerRequest request) {
        if (request.authority() == null) {
            return false;
        }
        MultiMap headers = request.headers();
        for (CharSequence name : UNUSUAL) {
            if (headers.contains(name)) {
                return false;
            }
        }
        String accept = headers.get(HttpHeaders.ACCEPT);
        return accept == null || accept.equals("*/*") || accept.equals("application/json");
    }
}
