package dev.souk.edge.http;

import io.vertx.core.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/** How the body of a request is encoded (RFC 9110, 8.4): as gzip, or not at all. */
public final class ContentCodings {
    private static final String GZIP = "gzip";

    private ContentCodings() {}

    /** @throws ProblemException where it is encoded in a way that is not read */
    public static Call check(Call call) {
        String coding = call.list(HttpHeaders.CONTENT_ENCODING);
        if (isNone(coding) || isGzip(coding)) {
            return call;
        }
        throw refusal("The Content-Encoding must be gzip, or none.", GZIP);
    }

    /** @throws ProblemException where it is encoded at all: a body that is signed as it came is read as it came */
    public static Call checkNone(Call call) {
        if (isNone(call.list(HttpHeaders.CONTENT_ENCODING))) {
            return call;
        }
        throw refusal("The body is signed as it comes: there must be no Content-Encoding.", "identity");
    }

    private static ProblemException refusal(String detail, String accepted) {
        return Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE, detail)
                .withHeader("Accept-Encoding", accepted)
                .asException();
    }

    /** Whether the body is to be decoded. */
    public static boolean isGzip(Call call) {
        return isGzip(call.list(HttpHeaders.CONTENT_ENCODING));
    }

    private static boolean isNone(@Nullable String coding) {
        return coding == null || coding.isBlank() || coding.strip().equalsIgnoreCase("identity");
    }

    private static boolean isGzip(@Nullable String coding) {
        return coding != null
                && (coding.strip().equalsIgnoreCase(GZIP) || coding.strip().equalsIgnoreCase("x-gzip"));
    }
}
