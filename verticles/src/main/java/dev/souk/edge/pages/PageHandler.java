package dev.souk.edge.pages;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes the files of the pages; hands every other request on. Runs on the event loop of its server, and waits for
 * nothing.
 */
public final class PageHandler implements Handler<HttpServerRequest> {
    /** How requests of pages are counted: one name for all. */
    private static final String ROUTE = "/web/*";

    private static final CharSequence POLICY = HttpHeaders.createOptimized("content-security-policy");
    private static final CharSequence OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
    private static final CharSequence REFERRER = HttpHeaders.createOptimized("referrer-policy");
    private static final CharSequence OPENER = HttpHeaders.createOptimized("cross-origin-opener-policy");
    private static final CharSequence RESOURCE = HttpHeaders.createOptimized("cross-origin-resource-policy");
    private static final String GZIP = "gzip";
    private static final String REVALIDATE = "no-cache";
    private static final String IMMUTABLE = "public, max-age=31536000, immutable";

    private final Assets assets;
    private final Handler<HttpServerRequest> next;

    public PageHandler(Assets assets, Handler<HttpServerRequest> next) {
        this.assets = assets;
        this.next = next;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Found found = find(request);
        if (found == null) {
            next.handle(request);
        } else {
            request.routed(ROUTE);
            write(request, found.asset(), found.cacheControl());
        }
    }

    private record Found(Asset asset, String cacheControl) {}

    private @Nullable Found find(HttpServerRequest request) {
        String path = request.path();
        boolean reads = HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
        if (!reads || path == null || request.authority() == null) {
            return null;
        }
        Asset page = assets.page(path);
        if (page != null) {
            return new Found(page, REVALIDATE);
        }
        int slash = path.startsWith(Assets.ROOT) ? path.indexOf('/', Assets.ROOT.length()) : -1;
        Asset file = slash < 0 ? null : assets.file(path.substring(slash + 1));
        if (file == null) {
            return null;
        }
        boolean ours = path.substring(Assets.ROOT.length(), slash).equals(assets.version());
        return new Found(file, ours ? IMMUTABLE : REVALIDATE);
    }

    private void write(HttpServerRequest request, Asset asset, String cacheControl) {
        boolean gzip = asset.gzip() != null && takesGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        HttpServerResponse response = request.response();
        response.putHeader(HttpHeaders.ETAG, gzip ? asset.gzipTag() : asset.plainTag())
                .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl)
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .putHeader(POLICY, assets.policy(request.path()))
                .putHeader(OPTIONS, "nosniff")
                .putHeader(REFERRER, "no-referrer")
                .putHeader(OPENER, "same-origin")
                .putHeader(RESOURCE, "same-origin");
        if (isKnown(request.getHeader(HttpHeaders.IF_NONE_MATCH), asset)) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, asset.type());
        if (gzip) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, GZIP);
        }
        Buffer body = gzip && asset.gzip() != null ? asset.gzip() : asset.plain();
        // Of an answer to HEAD, Vert.x writes the head only, and counts nothing in it.
        response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
                .end(body);
    }

    /** Whether an {@code If-None-Match} (RFC 9110, 13.1.2) names one of the file's forms, or is {@code *}. */
    private static boolean isKnown(@Nullable String tags, Asset asset) {
        if (tags == null) {
            return false;
        }
        for (String candidate : tags.split(",", -1)) {
            String tag = candidate.strip();
            String opaque = tag.startsWith("W/") ? tag.substring(2) : tag;
            if (tag.equals("*") || opaque.equals(asset.plainTag()) || opaque.equals(asset.gzipTag())) {
                return true;
            }
        }
        return false;
    }

    /** Whether an {@code Accept-Encoding} (RFC 9110, 12.5.3) names gzip, and does not give it the weight 0. */
    private static boolean takesGzip(@Nullable String encodings) {
        if (encodings == null) {
            return false;
        }
        for (String candidate : encodings.toLowerCase(Locale.ROOT).split(",", -1)) {
            int semicolon = candidate.indexOf(';');
            String name = (semicolon < 0 ? candidate : candidate.substring(0, semicolon)).strip();
            if (name.equals(GZIP)) {
                return semicolon < 0 || !isZero(candidate.substring(semicolon + 1));
            }
        }
        return false;
    }

    private static boolean isZero(String weight) {
        String text = weight.strip();
        return text.startsWith("q=") && text.substring(2).strip().matches("0(\\.0{0,3})?");
    }
}
