package dev.souk.edge.tls;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;

/** Writes frames of HTTP/2 (RFC 9113) as no client library would, over a socket that is connected. */
final class Http2Client {
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int GOAWAY = 7;

    private static final int HEADERS = 1;
    private static final int END_STREAM_AND_HEADERS = 5;
    private static final int CANCEL = 8;
    private static final int ENHANCE_YOUR_CALM = 11;

    private final Socket socket;
    private int nextStream = 1;

    Http2Client(Socket socket) throws IOException {
        this.socket = socket;
        out().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out().write(frame(SETTINGS, 0, 0, new byte[0]));
    }

    private OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    /** Begins requests and takes each back at once (CVE-2023-44487), until the server has had enough of it. */
    void openAndReset(int times) throws IOException {
        try {
            for (int i = 0; i < times; i++) {
                ByteArrayOutputStream both = new ByteArrayOutputStream();
                both.writeBytes(frame(HEADERS, END_STREAM_AND_HEADERS, nextStream, get("/openapi.yaml")));
                both.writeBytes(frame(RST_STREAM, 0, nextStream, new byte[] {0, 0, 0, CANCEL}));
                nextStream += 2;
                out().write(both.toByteArray());
            }
        } catch (SocketException | SSLException closed) {
            // awaitEnd reads the server's reason.
            return;
        }
    }

    /** Fails when the server does not end the connection, or says that it ends it for something else than a flood. */
    void awaitEnd() throws IOException {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                int head = in.readInt();
                int type = head & 0xFF;
                in.readByte();
                in.readInt();
                byte[] payload = in.readNBytes(head >>> 8);
                if (type == GOAWAY && payload[7] != ENHANCE_YOUR_CALM) {
                    throw new AssertionError("the connection ends for the reason " + payload[7]);
                }
            }
        } catch (EOFException | SocketException | SSLException over) {
            // Frames still on their way to a closed connection may have reset it before its GOAWAY was read.
            return;
        }
    }

    /** The greatest number of streams that the server allows, as its first frame says. */
    int maxConcurrentStreams() throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int head = in.readInt();
        if ((head & 0xFF) != SETTINGS) {
            throw new IOException("the first frame is of type " + (head & 0xFF));
        }
        in.readByte();
        in.readInt();
        int found = Integer.MAX_VALUE;
        for (int read = 0; read < head >>> 8; read += 6) {
            int name = in.readUnsignedShort();
            int value = in.readInt();
            found = name == 3 ? value : found;
        }
        return found;
    }

    private static byte[] get(String path) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x82); // :method GET
        block.write(0x86); // :scheme http
        block.write(0x04); // :path, literal
        block.write(path.length());
        block.writeBytes(path.getBytes(StandardCharsets.US_ASCII));
        block.write(0x01); // :authority, literal
        block.write("localhost".length());
        block.writeBytes("localhost".getBytes(StandardCharsets.US_ASCII));
        return block.toByteArray();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(new byte[] {
            (byte) (payload.length >>> 16),
            (byte) (payload.length >>> 8),
            (byte) payload.length,
            (byte) type,
            (byte) flags,
            (byte) (stream >>> 24),
            (byte) (stream >>> 16),
            (byte) (stream >>> 8),
            (byte) stream
        });
        frame.writeBytes(payload);
        return frame.toByteArray();
    }
}
