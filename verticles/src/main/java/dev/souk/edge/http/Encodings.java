package dev.souk.edge.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Whether a path or a query is percent-encoded UTF-8 (RFC 3986, 2.1 and 2.5). The decoders that read them put a
 * replacement character for a byte that is not UTF-8, so that a search for {@code %FF} would be one for something else.
 * Has no state.
 */
final class Encodings {
    private Encodings() {}

    /** @param raw as it came; null is right */
    static boolean isRight(@Nullable String raw) {
        if (raw == null) {
            return true;
        }
        boolean escapes = false;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                escapes = true;
            } else if (c > '~' || c < '!') {
                return false;
            }
        }
        return !escapes || isUtf8(raw);
    }

    private static boolean isUtf8(String raw) {
        byte[] bytes = new byte[raw.length()];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) != '%') {
                bytes[length++] = (byte) raw.charAt(i);
                continue;
            }
            int high = i + 2 < raw.length() ? hex(raw.charAt(i + 1)) : -1;
            int low = i + 2 < raw.length() ? hex(raw.charAt(i + 2)) : -1;
            if (high < 0 || low < 0) {
                return false;
            }
            bytes[length++] = (byte) (high << 4 | low);
            i += 2;
        }
        try {
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length));
            return true;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    private static int hex(char c) {
        return c > 'f' ? -1 : Character.digit(c, 16);
    }
}
