package dev.souk.catalog.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class RecordSplitterProperties {
    private static final int LIMIT = 12;

    /** Texts made of everything that steers the splitter. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("\"", ",", "\n", "\r\n", "\r", "a", "bc", "\uFEFF", "é", "\"\"", "longer than the limit")
                .list()
                .ofMaxSize(25)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 3000)
    void whereTheChunksEndMakesNoDifference(
            @ForAll("texts") String text,
            @ForAll boolean quotes,
            @ForAll @Size(max = 8) List<@IntRange(max = 60) Integer> cuts) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(shown(split(bytes, quotes, cuts))).isEqualTo(shown(split(bytes, quotes, List.of())));
    }

    @Property(tries = 3000)
    void recordsBeginOnRisingLinesWithinTheText(@ForAll("texts") String text, @ForAll boolean quotes) {
        long lines = text.chars().filter(c -> c == '\n').count() + 1;

        List<TextRecord> records = split(text.getBytes(StandardCharsets.UTF_8), quotes, List.of());

        assertThat(records).extracting(TextRecord::line).isSorted().doesNotHaveDuplicates();
        assertThat(records).allSatisfy(record -> assertThat(record.line()).isBetween(1L, lines));
    }

    @Property(tries = 3000)
    void noRecordIsLongerThanTheLimit(@ForAll("texts") String text, @ForAll boolean quotes) {
        assertThat(split(text.getBytes(StandardCharsets.UTF_8), quotes, List.of()))
                .allSatisfy(record -> assertThat(record instanceof TextRecord.Whole whole ? whole.bytes().length : 0)
                        .isLessThanOrEqualTo(LIMIT));
    }

    /** Every line that no quote touches, and that fits, is a record of its own, whatever stands before it. */
    @Property(tries = 3000)
    void aBadLineNeverSpoilsTheLinesBehindIt(@ForAll("texts") String text) {
        String whole = text.replace("\"", "") + "\n\"never closed\nfine,1\nfine,2\n";

        List<TextRecord> records = split(whole.getBytes(StandardCharsets.UTF_8), true, List.of());

        assertThat(shown(records)).endsWith("fine,1", "fine,2");
    }

    /** Lines that leave room for the carriage return, which belongs to the bytes of a record. */
    @Provide
    Arbitrary<List<String>> plainLines() {
        return Arbitraries.strings().alpha().ofMaxLength(LIMIT - 1).list().ofMaxSize(10);
    }

    @Property(tries = 3000)
    void plainLinesComeOutAsTheyWentIn(@ForAll("plainLines") List<String> lines) {
        String text = String.join("\r\n", lines) + "\r\n";

        List<TextRecord> records = split(text.getBytes(StandardCharsets.UTF_8), false, List.of());

        assertThat(shown(records)).isEqualTo(lines.isEmpty() ? List.of("") : lines);
    }

    private static List<TextRecord> split(byte[] bytes, boolean quotes, List<Integer> cuts) {
        RecordSplitter splitter = new RecordSplitter(quotes, LIMIT);
        List<TextRecord> records = new ArrayList<>();
        int from = 0;
        for (int cut : cuts.stream().sorted().toList()) {
            int to = Math.min(Math.max(from, cut), bytes.length);
            records.addAll(splitter.feed(Arrays.copyOfRange(bytes, from, to)));
            from = to;
        }
        records.addAll(splitter.feed(Arrays.copyOfRange(bytes, from, bytes.length)));
        records.addAll(splitter.end());
        return records;
    }

    private static List<String> shown(List<TextRecord> records) {
        return records.stream()
                .map(record -> switch (record) {
                    case TextRecord.Whole whole -> new String(whole.bytes(), StandardCharsets.ISO_8859_1);
                    case TextRecord.Broken broken -> broken.line() + ": " + broken.reason();
                })
                .toList();
    }
}
