package dev.souk.edge.limit;

/**
 * The decision of a bucket about one request.
 *
 * @param limit the class of the bucket
 * @param rate of the bucket
 * @param admitted a token was taken
 * @param remaining tokens that are left
 * @param ahead nanoseconds until the bucket is full
 */
public record Verdict(LimitClass limit, Rate rate, boolean admitted, int remaining, long ahead) {
    /** {@code RateLimit} of draft-ietf-httpapi-ratelimit-headers: tokens left, and seconds until the bucket is full. */
    public String header() {
        return '"' + limit.label() + "\";r=" + remaining + ";t=" + (ahead <= 0 ? 0 : Rate.ceilSeconds(ahead));
    }

    /** {@code RateLimit-Policy} of the same draft: so many requests in so many seconds. */
    public String policy() {
        return '"' + limit.label() + "\";q=" + rate.burst() + ";w=" + rate.window();
    }

    /** Seconds until a refused request may be made again. */
    public long retryAfter() {
        return Rate.ceilSeconds(rate.untilToken(ahead));
    }
}
