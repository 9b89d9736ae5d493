package dev.souk.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that sends bytes that no HTTP client would send. */
public final class RawClient implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;
    /** The pause between two bytes of a client that trickles. */
    private static final int PACE_MILLIS = 20;

    private final Socket socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    public RawClient(EdgeServer server) throws IOException {
        this(server, "127.0.0.1");
    }

    /** @param from the address of the client, of loopback */
    RawClient(EdgeServer server, String from) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", server.port()), PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    public RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** All bytes until the server closed the connection; fails when the server does not close it. */
    public String untilClosed() throws IOException {
        while (receive(PATIENCE_MILLIS)) {
            if (received.size() > 1 << 20) {
                throw new AssertionError("it sends without an end");
            }
        }
        return text();
    }

    /** One answer with a body of known length; the connection stays open. */
    String answer() throws IOException {
        int end;
        do {
            if (!receive(PATIENCE_MILLIS)) {
                throw new AssertionError("closed after: " + text());
            }
            end = endOfAnswer(text());
        } while (end < 0);
        String answer = text().substring(0, end);
        byte[] rest = text().substring(end).getBytes(StandardCharsets.ISO_8859_1);
        received.reset();
        received.write(rest);
        return answer;
    }

    private static int endOfAnswer(String text) {
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return -1;
        }
        String lower = text.substring(0, head).toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length:");
        int length = at < 0
                ? 0
                : Integer.parseInt(lower.substring(at + 15).split("\r\n", 2)[0].strip());
        int end = head + 4 + length;
        return text.length() < end ? -1 : end;
    }

    /**
     * Sends the text byte by byte, over and over, until the server closes the connection or that many milliseconds have
     * gone by.
     *
     * @return whether the server closed it
     */
    boolean trickle(String text, long millis) throws IOException {
        long begin = System.nanoTime();
        for (int i = 0; (System.nanoTime() - begin) / 1_000_000 < millis; i = (i + 1) % text.length()) {
            try {
                send(text.substring(i, i + 1));
                if (!receive(PACE_MILLIS)) {
                    return true;
                }
            } catch (SocketTimeoutException nothing) {
                continue; // That it keeps silent for a while is what sets the pace.
            } catch (SocketException gone) {
                return true;
            }
        }
        return false;
    }

    String trickleUntilClosed(String text) throws IOException {
        if (!trickle(text, PATIENCE_MILLIS)) {
            throw new AssertionError("still open after: " + text());
        }
        return text();
    }

    /** @return whether there was something; false: closed by the server */
    private boolean receive(int millis) throws IOException {
        socket.setSoTimeout(millis);
        byte[] buffer = new byte[8_192];
        try {
            int length = socket.getInputStream().read(buffer);
            if (length < 0) {
                return false;
            }
            received.write(buffer, 0, length);
            return true;
        } catch (SocketTimeoutException nothing) {
            if (millis == PATIENCE_MILLIS) {
                throw new AssertionError("still open, and nothing comes after: " + text(), nothing);
            }
            throw nothing;
        } catch (SocketException reset) {
            return false;
        }
    }

    private String text() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
