package dev.souk.edge.json;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One text for each JSON value: members sorted, no white space, one way to write a number and a string; in the spirit
 * of RFC 8785. Equal values have equal texts, different values different ones.
 */
public final class CanonicalJson {
    private static final double EXACT = 0x1p63;

    private CanonicalJson() {}

    /** @return SHA-256 of the canonical text, 64 hex digits */
    public static String hash(@Nullable Object json) {
        StringBuilder text = new StringBuilder(256);
        write(json, text);
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.toString().getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** ASCII only. */
    public static String text(@Nullable Object json) {
        StringBuilder text = new StringBuilder(256);
        write(json, text);
        return text.toString();
    }

    private static void write(@Nullable Object json, StringBuilder out) {
        switch (json) {
            case null -> out.append("null");
            case String text -> writeText(text, out);
            case Boolean bool -> out.append(bool.booleanValue());
            case Double number -> writeDouble(number, out);
            case Float number -> writeDouble(number.doubleValue(), out);
            case BigDecimal number -> out.append(number.stripTrailingZeros());
            case Number integer -> out.append(integer);
            case JsonObject object -> writeObject(object.getMap(), out);
            case JsonArray array -> writeArray(array.getList(), out);
            case Map<?, ?> object -> writeObject(object, out);
            case Iterable<?> array -> writeArray(array, out);
            default -> throw new IllegalArgumentException("no JSON: " + json.getClass());
        }
    }

    private static void writeObject(Map<?, ?> members, StringBuilder out) {
        String[] names = members.keySet().stream().map(String::valueOf).toArray(String[]::new);
        Arrays.sort(names);
        char before = '{';
        for (String name : names) {
            out.append(before);
            writeText(name, out);
            out.append(':');
            write(members.get(name), out);
            before = ',';
        }
        out.append(names.length == 0 ? "{}" : "}");
    }

    private static void writeArray(Iterable<?> items, StringBuilder out) {
        out.append('[');
        String before = "";
        for (Object item : items) {
            out.append(before);
            write(item, out);
            before = ",";
        }
        out.append(']');
    }

    /** 2.0 and 2 are one number, and so are 1e20 and its twenty-one digits. */
    private static void writeDouble(double number, StringBuilder out) {
        if (number == Math.rint(number) && !Double.isInfinite(number)) {
            if (Math.abs(number) < EXACT) {
                out.append((long) number);
            } else {
                out.append(new BigDecimal(number).toBigInteger());
            }
        } else {
            out.append(number);
        }
    }

    /** Everything but visible ASCII is escaped, halves of surrogate pairs too, which no encoding could tell apart. */
    private static void writeText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c >= ' ' && c <= '~') {
                out.append(c);
            } else {
                out.append("\\u").append(HexFormat.of().toHexDigits(c));
            }
        }
        out.append('"');
    }
}
