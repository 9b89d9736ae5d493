package dev.souk.edge.http;

import org.jspecify.annotations.Nullable;

/** The media type that a Content-Type names; parameters such as {@code charset} do not matter. */
public final class MediaTypes {
    private MediaTypes() {}

    static boolean is(@Nullable String contentType, String mediaType) {
        if (contentType == null) {
            return false;
        }
        int length = mediaType.length();
        if (!contentType.regionMatches(true, 0, mediaType, 0, length)) {
            return false;
        }
        return contentType.length() == length || contentType.charAt(length) == ';' || contentType.charAt(length) == ' ';
    }

    /** @param readable the media type that would be read instead */
    public static ProblemException unsupported(@Nullable String contentType, String... readable) {
        String wanted = String.join(" or ", readable);
        return Problem.of(
                        ProblemCode.UNSUPPORTED_MEDIA_TYPE,
                        contentType == null
                                ? "The body has no Content-Type; it must be " + wanted + "."
                                : "The Content-Type must be " + wanted + ".")
                .withHeader("Accept", String.join(", ", readable))
                .asException();
    }
}
