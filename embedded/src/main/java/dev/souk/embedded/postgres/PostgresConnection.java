package dev.souk.embedded.postgres;

import dev.souk.embedded.Ports;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * As much of PostgreSQL's protocol (version 3, "Message Flow") as it takes to ask whether the server serves and to
 * create a database: a start without password, and simple queries with at most one column.
 */
final class PostgresConnection implements AutoCloseable {

    private static final int PROTOCOL_3 = 3 << 16;
    private static final int CONNECT_MILLIS = 1_000;
    private static final int READ_MILLIS = 30_000;
    private static final int LONGEST = 1 << 20;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final DataOutputStream out;

    PostgresConnection(int port, String user, String database) throws IOException {
        try {
            socket.connect(new InetSocketAddress(Ports.LOOPBACK, port), CONNECT_MILLIS);
            socket.setSoTimeout(READ_MILLIS);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
            byte[] parameters = ("user\0" + user + "\0database\0" + database + "\0\0").getBytes(StandardCharsets.UTF_8);
            out.writeInt(2 * Integer.BYTES + parameters.length);
            out.writeInt(PROTOCOL_3);
            out.write(parameters);
            out.flush();
            untilReady();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Runs a statement; the rows' only column as text. */
    List<String> query(String sql) throws IOException {
        byte[] text = (sql + "\0").getBytes(StandardCharsets.UTF_8);
        out.writeByte('Q');
        out.writeInt(Integer.BYTES + text.length);
        out.write(text);
        out.flush();
        return untilReady();
    }

    private List<String> untilReady() throws IOException {
        List<String> rows = new ArrayList<>();
        IOException refused = null;
        while (true) {
            int type = in.readByte();
            int length = in.readInt() - Integer.BYTES;
            if (length < 0 || length > LONGEST) {
                throw new IOException("not PostgreSQL on the other side");
            }
            byte[] body = in.readNBytes(length);
            switch (type) {
                case 'D' -> rows.add(firstColumn(body));
                case 'E' -> {
                    String message = message(body);
                    refused = new IOException(message);
                    if (message.startsWith("FATAL")) {
                        throw refused;
                    }
                }
                case 'Z' -> {
                    if (refused != null) {
                        throw refused;
                    }
                    return rows;
                }
                default -> {
                    // Parameters, notices, row descriptions: nothing that matters here.
                }
            }
        }
    }

    private static String firstColumn(byte[] row) {
        int start = Short.BYTES + Integer.BYTES;
        return new String(row, start, row.length - start, StandardCharsets.UTF_8);
    }

    /** The severity and the text, out of a list of typed fields. */
    private static String message(byte[] fields) {
        return Arrays.stream(new String(fields, StandardCharsets.UTF_8).split("\0"))
                .filter(field -> field.startsWith("V") || field.startsWith("M"))
                .map(field -> field.substring(1))
                .collect(Collectors.joining(": "));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
