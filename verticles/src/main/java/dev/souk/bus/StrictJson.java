package dev.souk.bus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The reader of all JSON that comes from outside: bodies of requests, lines of imports, parts of tokens. It takes JSON
 * as RFC 8259 has it and nothing besides: no comments, no member given twice (RFC 8259, 4, leaves open which of them
 * counts), no other encoding than UTF-8. Numbers are exact: an integer is an {@link Integer}, a {@link Long} or a
 * {@link BigInteger} however it is written ({@code 2.0}, {@code 2e0}), everything else is a {@link BigDecimal}.
 *
 * <p>Has no state. The work and the memory are linear in the length of the text.
 */
public final class StrictJson {
    /** Deeper than any body of the contract; bounds the recursion. */
    private static final int DEEPEST = 64;
    /** Digits that an integer is written out with; one that has more stays a {@link BigDecimal}. */
    private static final int MOST_DIGITS = 40;

    private static final int LONGEST_NUMBER = 1_000;
    private static final int LONGEST_NAME = 64;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Names are neither interned nor kept: they are the sender's. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .build();

    private StrictJson() {}

    /** The text is not one JSON value; the message says why, in words for the sender. */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String message) {
            super(message);
        }

        MalformedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * @param utf8 one value; a byte order mark before it is passed over
     * @return {@link JsonObject}, {@link JsonArray}, {@link String}, {@link Boolean}, a number or null
     */
    public static @Nullable Object read(byte[] utf8) throws MalformedException {
        try {
            return read(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new MalformedException("it is not UTF-8", e);
        }
    }

    /** As {@link #read(byte[])}, of text that is decoded already. */
    public static @Nullable Object read(String text) throws MalformedException {
        String value = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        try (JsonParser parser = FACTORY.createParser(value)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new MalformedException("it is empty");
            }
            Object read = value(parser, first);
            if (parser.nextToken() != null) {
                throw new MalformedException("something stands behind its end");
            }
            return read;
        } catch (StreamConstraintsException e) {
            throw new MalformedException(
                    "it is nested deeper than " + DEEPEST + " levels, or has a name or a number that is too long", e);
        } catch (JsonProcessingException e) {
            throw new MalformedException(
                    "it goes wrong at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr(),
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) throws IOException, MalformedException {
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> throw new MalformedException("a value is missing");
        };
    }

    private static JsonObject object(JsonParser parser) throws IOException, MalformedException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (next(parser) != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (members.containsKey(name)) {
                throw new MalformedException("the member " + shown(name) + " is given twice");
            }
            members.put(name, value(parser, next(parser)));
        }
        return new JsonObject(members);
    }

    private static JsonArray array(JsonParser parser) throws IOException, MalformedException {
        List<@Nullable Object> items = new ArrayList<>();
        for (JsonToken token = next(parser); token != JsonToken.END_ARRAY; token = next(parser)) {
            items.add(value(parser, token));
        }
        return new JsonArray(items);
    }

    private static JsonToken next(JsonParser parser) throws IOException, MalformedException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new MalformedException("it breaks off");
        }
        return token;
    }

    /** Short integers, which are nearly all numbers, need no detour. */
    private static Number number(String text) throws MalformedException {
        if (text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Integer.valueOf(text);
        }
        try {
            return exact(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw new MalformedException("a number's exponent is out of range", e);
        }
    }

    private static Number exact(BigDecimal number) {
        if (number.signum() == 0) {
            return 0;
        }
        BigDecimal bare = number.stripTrailingZeros();
        if (bare.scale() > 0 || (long) bare.precision() - bare.scale() > MOST_DIGITS) {
            return bare;
        }
        BigInteger integer = bare.toBigIntegerExact();
        if (integer.bitLength() < Integer.SIZE) {
            return integer.intValue();
        }
        return integer.bitLength() < Long.SIZE ? (Number) integer.longValue() : (Number) integer;
    }

    private static String shown(String name) {
        String text = Texts.isStorable(name) ? name : "of that name";
        return '"' + (text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) + "..." : text) + '"';
    }
}
