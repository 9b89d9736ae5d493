package dev.souk.prove.follow;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream in the event-stream format of the HTML standard, as far as an {@code EventSource} does: an event that
 * is not whole when the stream ends is none. Comments and {@code retry} are passed over.
 */
final class EventStreamReader {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final BufferedReader lines;
    private String lastId = "";
    private boolean begun;

    EventStreamReader(InputStream body) {
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /**
     * Blocks until there is an event.
     *
     * @return none when the stream has ended in good order
     * @throws IOException when it broke off, or was silent for longer than its connection allows
     */
    @Nullable
    ServerSentEvent next() throws IOException {
        String name = "";
        StringBuilder data = new StringBuilder();
        String line = line();
        while (line != null) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) {
                    return new ServerSentEvent(
                            lastId, name.isEmpty() ? "message" : name, data.substring(0, data.length() - 1));
                }
                name = "";
            } else {
                int colon = line.indexOf(':');
                String field = colon < 0 ? line : line.substring(0, colon);
                String value = colon < 0 ? "" : value(line.substring(colon + 1));
                switch (field) {
                    case "event" -> name = value;
                    case "data" -> data.append(value).append('\n');
                    case "id" -> lastId = value;
                    default -> {
                        // A comment, or what is of no use here.
                    }
                }
            }
            line = line();
        }
        return null;
    }

    private @Nullable String line() throws IOException {
        String line = lines.readLine();
        if (!begun && line != null && line.startsWith(BYTE_ORDER_MARK)) {
            line = line.substring(BYTE_ORDER_MARK.length());
        }
        begun = true;
        return line;
    }

    private static String value(String text) {
        return text.startsWith(" ") ? text.substring(1) : text;
    }
}
