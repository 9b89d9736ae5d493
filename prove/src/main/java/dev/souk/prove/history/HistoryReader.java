package dev.souk.prove.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a history line by line, in constant memory. */
public final class HistoryReader {
    private HistoryReader() {}

    /**
     * The result of a reading.
     *
     * @param cut the last line was not whole: its writer was killed
     */
    public record Read(long lines, boolean cut) {}

    /** @throws IOException when the file cannot be read, or a line other than the last is no line of a history */
    public static Read read(Path path, Consumer<HistoryLine> to) throws IOException {
        long lines = 0;
        try (BufferedReader file = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            String text = file.readLine();
            while (text != null) {
                String next = file.readLine();
                HistoryLine line = parse(path, lines + 1, text, next == null);
                if (line == null) {
                    return new Read(lines, true);
                }
                to.accept(line);
                lines++;
                text = next;
            }
        }
        return new Read(lines, false);
    }

    private static @Nullable HistoryLine parse(Path path, long number, String text, boolean last) throws IOException {
        try {
            return HistoryJson.READER.readValue(text);
        } catch (JsonProcessingException e) {
            if (last) {
                return null;
            }
            throw new IOException(path + ", line " + number + ": " + e.getOriginalMessage(), e);
        }
    }
}
