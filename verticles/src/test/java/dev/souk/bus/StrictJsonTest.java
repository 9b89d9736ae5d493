package dev.souk.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    @Test
    void readsEveryKindOfValue() throws Exception {
        assertThat(StrictJson.read(" {\"a\": [1, \"x\", true, false, null, {}], \"b\": {\"a\": -2}} \r\n"))
                .isEqualTo(new JsonObject()
                        .put("a", JsonArray.of(1, "x", true, false, null, new JsonObject()))
                        .put("b", JsonObject.of("a", -2)));
        assertThat(StrictJson.read("\"\\u00e9\\ud83d\\ude00\"")).isEqualTo("é\uD83D\uDE00");
        assertThat(StrictJson.read("null")).isNull();
        assertThat(StrictJson.read("\uFEFF[]")).isEqualTo(new JsonArray());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "[1,",
                "}",
                "]",
                ",",
                ":",
                "/* c */{}",
                "{}/* c */",
                "// c\n{}",
                "{} // c",
                "# c\n{}",
                "{\"a\":/**/1}",
                "[1,/* c */2]",
                "{\"a\":1,}",
                "[1,]",
                "[,1]",
                "{,}",
                "{a:1}",
                "{'a':1}",
                "'a'",
                "[1 2]",
                "{\"a\" 1}",
                "{} {}",
                "[][]",
                "1 2",
                "nope",
                "True",
                "nul",
                "undefined",
                "\"a",
                "\"\n\"",
                "\"\t\"",
                "\"\u0001\"",
                "\"\\x\"",
                "\"\\u12\"",
                "01",
                "-",
                "+1",
                ".5",
                "1.",
                "1e",
                "1e+",
                "0x1",
                "NaN",
                "Infinity",
                "-Infinity",
                "1_000",
                "\u0663",
                "\u00A0{}",
                "{}\u2028",
                "\u0000{}",
                "{}\u0000"
            })
    void refusesWhatIsNotOneValueOfRfc8259(String text) {
        assertThatThrownBy(() -> StrictJson.read(text))
                .isInstanceOf(StrictJson.MalformedException.class)
                .message()
                .isNotBlank()
                .doesNotContain("jackson", "JsonParser", "Feature", "Source");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"b\":2,\"a\":null}",
                "{\"a\":null,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "[{\"a\":{\"b\":1,\"a\":{},\"b\":1}}]",
                "{\"\":1,\"\":1}",
                "{\"\\ud800\":1,\"\\ud800\":2}"
            })
    void refusesAMemberThatIsGivenTwice(String text) {
        assertThatThrownBy(() -> StrictJson.read(text))
                .isInstanceOf(StrictJson.MalformedException.class)
                .hasMessageContaining("given twice");
    }

    @Test
    void namesThatOnlyLookAlikeAreTwoMembers() throws Exception {
        assertThat(StrictJson.read("{\"a\":1,\"A\":2,\"a \":3}")).isEqualTo(JsonObject.of("a", 1, "A", 2, "a ", 3));
    }

    @Test
    void aLongNameIsNotRepeatedInTheMessage() {
        String name = "n".repeat(10_000);
        assertThatThrownBy(() -> StrictJson.read("{\"" + name + "\":1,\"" + name + "\":2}"))
                .message()
                .hasSizeLessThan(200);
    }

    static Stream<Arguments> numbers() {
        return Stream.of(
                Arguments.of("0", 0),
                Arguments.of("-0", 0),
                Arguments.of("0.000", 0),
                Arguments.of("0e-400", 0),
                Arguments.of("0E999999999", 0),
                Arguments.of("2", 2),
                Arguments.of("2.0", 2),
                Arguments.of("2e0", 2),
                Arguments.of("20e-1", 2),
                Arguments.of("-1.5e1", -15),
                Arguments.of("2147483647", Integer.MAX_VALUE),
                Arguments.of("-2147483648", Integer.MIN_VALUE),
                Arguments.of("2147483648", 2_147_483_648L),
                Arguments.of("9223372036854775807", Long.MAX_VALUE),
                Arguments.of("-9223372036854775808", Long.MIN_VALUE),
                Arguments.of("9223372036854775808", new BigInteger("9223372036854775808")),
                Arguments.of("1e20", new BigInteger("100000000000000000000")),
                Arguments.of("99.99999999999999999", new BigDecimal("99.99999999999999999")),
                Arguments.of("0.99999999999999999999", new BigDecimal("0.99999999999999999999")),
                Arguments.of("999999999.9999999999999999999999", new BigDecimal("999999999.9999999999999999999999")),
                Arguments.of("1E-400", new BigDecimal("1E-400")),
                Arguments.of("1e400", new BigDecimal("1E+400")),
                Arguments.of("1e999999999", new BigDecimal("1E+999999999")));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void numbersAreExact(String text, Number number) throws Exception {
        assertThat(StrictJson.read(text)).isEqualTo(number);
    }

    @Test
    void aNumberHasABoundedLengthAndExponent() throws Exception {
        assertThat(StrictJson.read("1".repeat(1_000))).isInstanceOf(BigDecimal.class);
        assertThatThrownBy(() -> StrictJson.read("1".repeat(1_001))).isInstanceOf(StrictJson.MalformedException.class);
        assertThatThrownBy(() -> StrictJson.read("1e99999999999"))
                .isInstanceOf(StrictJson.MalformedException.class)
                .hasMessageContaining("exponent");
    }

    @ParameterizedTest
    @CsvSource({"[, ]", "'{\"a\":', '}'"})
    void nestingIsBounded(String open, String close) throws Exception {
        assertThat(StrictJson.read(open.repeat(63) + "[]" + close.repeat(63))).isNotNull();
        assertThatThrownBy(() -> StrictJson.read(open.repeat(64) + "[]" + close.repeat(64)))
                .isInstanceOf(StrictJson.MalformedException.class);
        assertThatThrownBy(() -> StrictJson.read(open.repeat(100_000)))
                .isInstanceOf(StrictJson.MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32", "ISO-8859-1"})
    void refusesOtherEncodingsThanUtf8(String charset) {
        byte[] bytes = "{\"name\":\"Caf\u00E9\"}".getBytes(Charset.forName(charset));
        assertThatThrownBy(() -> StrictJson.read(bytes)).isInstanceOf(StrictJson.MalformedException.class);
    }

    static Stream<byte[]> noUtf8() {
        return Stream.of(
                new byte[] {'"', (byte) 0xFF, '"'},
                new byte[] {'"', (byte) 0xC3, '"'},
                new byte[] {'"', (byte) 0xC0, (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
                new byte[] {'"', (byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'});
    }

    @ParameterizedTest
    @MethodSource("noUtf8")
    void refusesBytesThatAreNotUtf8(byte[] bytes) {
        assertThatThrownBy(() -> StrictJson.read(bytes))
                .isInstanceOf(StrictJson.MalformedException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void readsUtf8() throws Exception {
        assertThat(StrictJson.read("\uFEFF\"é\uD83D\uDE00\"".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("é\uD83D\uDE00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uD800",
                "a\uDC00",
                "\uDFFF\uD800",
                "\uD800\uD800\uDC00",
                "\u0000",
                "a\u0000b",
                "\uD83D\uDE00\uD83D"
            })
    void halvesOfPairsAndNulCannotBeStored(String text) {
        assertThat(Texts.isStorable(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\n\t\u0001", "\uD83D\uDE00", "\uFFFF\uFFFD", "\uDBFF\uDFFF"})
    void everythingElseCan(String text) {
        assertThat(Texts.isStorable(text)).isTrue();
    }

    @Test
    void aLengthIsOneOfCodePoints() {
        assertThat(Texts.length("a\uD83D\uDE00é")).isEqualTo(3);
    }
}
