package dev.souk.launcher.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A body of {@code POST /v1/products/import} that is made while it is sent, in bounded memory.
 *
 * @param contentType one of those that the shop reads
 * @param total size of the whole body, in {@code unit}
 * @param body goes through the content once
 */
public record CatalogUpload(String contentType, long total, String unit, BodyPublisher body) {
    public static final String NDJSON = "application/x-ndjson";
    public static final String CSV = "text/csv";

    /** @param progress hears of the bytes sent so far */
    public static CatalogUpload ofFile(Path file, String contentType, LongConsumer progress) throws IOException {
        BodyPublisher body = BodyPublishers.ofInputStream(() -> {
            try {
                return new Counted(Files.newInputStream(file), progress);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return new CatalogUpload(contentType, Files.size(file), "bytes", body);
    }

    /** @param progress hears of the lines sent so far */
    public static CatalogUpload ofLines(List<String> lines, LongConsumer progress) {
        Iterable<byte[]> bytes = () -> new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < lines.size();
            }

            @Override
            public byte[] next() {
                byte[] line = (lines.get(next++) + "\n").getBytes(StandardCharsets.UTF_8);
                progress.accept(next);
                return line;
            }
        };
        return new CatalogUpload(NDJSON, lines.size(), "lines", BodyPublishers.ofByteArrays(bytes));
    }

    private static final class Counted extends FilterInputStream {
        private final LongConsumer progress;
        private long count;

        Counted(InputStream in, LongConsumer progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            progress.accept(value < 0 ? count : ++count);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count += Math.max(0, read);
            progress.accept(count);
            return read;
        }
    }
}
