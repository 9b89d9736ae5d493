package dev.souk.launcher.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The bytes that a hostile socket sends: at once, and then again and again. */
enum Behaviour {
    /** Connects, and says nothing. */
    SILENT("", "", false),
    /** A head that never ends, a byte at a time. */
    SLOW_HEAD("GET /v1/products HTTP/1.1\r\nHost: shop\r\nX-Slow: ", "a", false),
    /** A body that is announced, and comes a byte at a time. */
    SLOW_BODY(webhook("Content-Length: 60000"), "a", false),
    /** A body of which nearly all comes at once, and the rest never. */
    UNSENT_BODY(webhook("Content-Length: 60000") + "a".repeat(20_000), "", false),
    /** A body of small chunks without an end. */
    ENDLESS_CHUNKS(webhook("Transfer-Encoding: chunked"), "1\r\na\r\n", false),
    /** One request after the other, and no answer is ever read. */
    UNREAD_ANSWERS(pipelined(), pipelined(), true),
    /** Garbage behind some good requests. */
    GARBAGE("GET /v1/products HTTP/1.1\r\nHost: shop\r\n\r\n\u0000\u0001\u00ff\u00fe nonsense\r\n\r\n", "", false),
    /** Streams of HTTP/2 that are taken back as soon as they are opened (CVE-2023-44487). */
    RESET_STREAMS("", "", false);

    private static final int RESETS = 400;

    private final byte[] first;
    private final byte[] further;
    private final boolean deaf;

    Behaviour(String first, String further, boolean deaf) {
        this.first = first.getBytes(StandardCharsets.ISO_8859_1);
        this.further = further.getBytes(StandardCharsets.ISO_8859_1);
        this.deaf = deaf;
    }

    private static String webhook(String length) {
        return "POST /v1/payments/webhook HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\n" + length
                + "\r\n\r\n";
    }

    private static String pipelined() {
        return "GET /openapi.yaml HTTP/1.1\r\nHost: shop\r\n\r\n".repeat(50);
    }

    byte[] first() {
        return this == RESET_STREAMS ? resets() : first;
    }

    /** The bytes that follow once a second; none where the socket then only waits. */
    byte[] further() {
        return further;
    }

    /** Whether it reads nothing. */
    boolean isDeaf() {
        return deaf;
    }

    private static byte[] resets() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(frame(4, 0, 0, new byte[0])); // SETTINGS
        // :method GET, :scheme http, :path /, :authority shop, by the static table of HPACK.
        byte[] head = {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x01, 4, 's', 'h', 'o', 'p'};
        for (int stream = 1; stream < 2 * RESETS; stream += 2) {
            out.writeBytes(frame(1, 5, stream, head)); // HEADERS, the end of both
            out.writeBytes(frame(3, 0, stream, new byte[] {0, 0, 0, 8})); // RST_STREAM, CANCEL
        }
        return out.toByteArray();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {
            0, 0, (byte) payload.length, (byte) type, (byte) flags, 0, 0, (byte) (stream >>> 8), (byte) stream
        });
        frame.writeBytes(payload);
        return frame.toByteArray();
    }
}
