package dev.souk.edge;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Cursors of pages: opaque to the caller, and of one list only.
 *
 * @param list a letter that tells the cursors of one list from those of another
 */
record Cursors(char list) {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    String encode(String place) {
        return ENCODER.encodeToString((list + ":" + place).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ProblemException when no page of this list gave the cursor */
    String decode(String cursor) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (plain.length() > 2 && plain.charAt(0) == list && plain.charAt(1) == ':') {
                return plain.substring(2);
            }
        } catch (IllegalArgumentException notBase64) {
            throw Problem.of(ProblemCode.INVALID_CURSOR).asException();
        }
        throw Problem.of(ProblemCode.INVALID_CURSOR).asException();
    }
}
