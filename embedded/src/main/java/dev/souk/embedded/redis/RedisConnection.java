package dev.souk.embedded.redis;

import dev.souk.embedded.Ports;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;

/** One connection to one Redis node, speaking RESP 2; replies of every type are taken as text. */
public final class RedisConnection implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 1_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    public RedisConnection(int port) throws IOException {
        try {
            socket.connect(new InetSocketAddress(Ports.LOOPBACK, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = new BufferedOutputStream(socket.getOutputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends a command; an array comes back as lines, nothing as an empty text, and an error as an exception. */
    public String send(List<String> command) throws IOException {
        write("*" + command.size());
        for (String part : command) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            write("$" + bytes.length);
            out.write(bytes);
            write("");
        }
        out.flush();
        return read();
    }

    public String send(String... command) throws IOException {
        return send(List.of(command));
    }

    private void write(String line) throws IOException {
        out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private String read() throws IOException {
        int type = in.read();
        String line = line();
        return switch (type) {
            case '+', ':' -> line;
            case '-' -> throw new IOException(line);
            case '$' -> bulk(Integer.parseInt(line));
            case '*' -> array(Integer.parseInt(line));
            default -> throw new IOException("not Redis on the other side");
        };
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return "";
        }
        String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        line();
        return text;
    }

    private String array(int length) throws IOException {
        StringJoiner lines = new StringJoiner("\n");
        for (int i = 0; i < length; i++) {
            lines.add(read());
        }
        return lines.toString();
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("Redis closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
