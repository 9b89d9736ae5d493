package dev.souk.edge.routes;

import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Cursors of pages: opaque to the caller, and of one list only.
 *
 * @param list a letter that tells the cursors of one list from those of another
 */
public record Cursors(char list) {
    private static final int LONGEST = 200;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    public String encode(String place) {
        return ENCODER.encodeToString((list + ":" + place).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws ProblemException when no page of this list gave the cursor */
    String decode(String cursor) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.ISO_8859_1);
            boolean ours = plain.length() > 2 && plain.charAt(0) == list && plain.charAt(1) == ':';
            // Places are SKUs, times and ids; anything else would go to the database as it is.
            if (ours && plain.length() <= LONGEST && plain.chars().allMatch(c -> c >= ' ' && c <= '~')) {
                String place = plain.substring(2);
                if (encode(place).equals(cursor)) {
                    return place;
                }
            }
        } catch (IllegalArgumentException notBase64) {
            throw Problem.of(ProblemCode.INVALID_CURSOR).asException();
        }
        throw Problem.of(ProblemCode.INVALID_CURSOR).asException();
    }
}
