package dev.souk.edge.pages;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file as it is sent.
 *
 * @param plain its bytes
 * @param gzip the same compressed; none where that saves nothing
 * @param tag of its bytes; the compressed form has a tag of its own, made from this one
 */
record Asset(String type, Buffer plain, @Nullable Buffer gzip, String tag) {
    /** Below this the headers are most of the answer. */
    private static final int WORTH_COMPRESSING = 512;

    private static final int TAG_BYTES = 8;

    static Asset of(String name, byte[] bytes) {
        return new Asset(typeOf(name), Buffer.buffer(bytes), compressed(name, bytes), digest(List.of(bytes)));
    }

    /** A short name for these bytes: the start of their SHA-256, in hexadecimal. */
    static String digest(List<byte[]> parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            parts.forEach(sha::update);
            return HexFormat.of().formatHex(Arrays.copyOf(sha.digest(), TAG_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    String plainTag() {
        return '"' + tag + '"';
    }

    String gzipTag() {
        return '"' + tag + "-gzip\"";
    }

    /** @throws IllegalArgumentException for a kind of file that no page has */
    private static String typeOf(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "json" -> "application/json";
            case "svg" -> "image/svg+xml";
            case "woff2" -> "font/woff2";
            case "txt" -> "text/plain; charset=utf-8";
            default -> throw new IllegalArgumentException("no media type for " + name);
        };
    }

    private static @Nullable Buffer compressed(String name, byte[] bytes) {
        if (bytes.length < WORTH_COMPRESSING || name.endsWith(".woff2")) {
            return null;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        try (OutputStream gzip = new SmallestGzip(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail to be written", e);
        }
        return out.size() < bytes.length ? Buffer.buffer(out.toByteArray()) : null;
    }

    /** It is done once for each start and read many times. */
    private static final class SmallestGzip extends GZIPOutputStream {
        SmallestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
