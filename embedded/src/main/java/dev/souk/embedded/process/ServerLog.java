package dev.souk.embedded.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;

/** A server's log file, seen from its latest start on. */
public final class ServerLog {

    private static final long ROTATE_BYTES = 16 << 20;
    private static final int TAIL_BYTES = 1 << 20;

    private static final Pattern COMPLAINT = Pattern.compile("FATAL|PANIC|ERROR|error:|Exception|Fatal|FAILED");

    private final Path path;
    private volatile long from;

    ServerLog(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** Call before each start: the lines now in the file are of earlier starts, and a long file is moved aside. */
    void turnPage() {
        try {
            if (Files.exists(path) && Files.size(path) > ROTATE_BYTES) {
                Files.move(path, path.resolveSibling(path.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            from = Files.exists(path) ? Files.size(path) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean says(String words) {
        return sinceStart().contains(words);
    }

    /** Why the server stopped, as far as it said. */
    public String lastWords() {
        return lastWords(sinceStart());
    }

    /** The line that most likely tells why a program stopped: its last complaint, else its last line. */
    public static String lastWords(String output) {
        List<String> lines = output.lines()
                .filter(line -> !line.isBlank() && !line.strip().startsWith("at "))
                .toList();
        return lines.stream()
                .filter(line -> COMPLAINT.matcher(line).find())
                .reduce((earlier, later) -> later)
                .or(() -> lines.stream().reduce((earlier, later) -> later))
                .orElse("no output");
    }

    private String sinceStart() {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            long start = Math.max(from, file.size() - TAIL_BYTES);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, file.size() - start));
            file.read(bytes, start);
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
