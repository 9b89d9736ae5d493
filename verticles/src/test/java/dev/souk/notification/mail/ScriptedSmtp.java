package dev.souk.notification.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * A server that speaks SMTP and answers as the test says: a reply to each command, {@code "."} for the end of a letter.
 * {@link #HANG_UP} ends the connection without a word.
 */
final class ScriptedSmtp implements AutoCloseable {
    static final String HANG_UP = "";

    private final ServerSocket server;
    private final UnaryOperator<String> script;
    final List<String> letters = new CopyOnWriteArrayList<>();

    /** @param script the reply to a command; null: the usual one */
    ScriptedSmtp(UnaryOperator<String> script) {
        this.script = script;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> talk(socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void talk(Socket socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = socket.getOutputStream();
            say(out, "220 scripted");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String reply = line.equals("DATA") ? "354 go on" : reply(line);
                if (reply.equals(HANG_UP)) {
                    return;
                }
                say(out, reply);
                if (line.equals("QUIT")) {
                    return;
                }
                if (line.equals("DATA")) {
                    StringBuilder letter = new StringBuilder();
                    for (String part = in.readLine(); part != null && !part.equals("."); part = in.readLine()) {
                        letter.append(part).append('\n');
                    }
                    letters.add(letter.toString());
                    String taken = reply(".");
                    if (taken.equals(HANG_UP)) {
                        return;
                    }
                    say(out, taken);
                }
            }
        } catch (IOException gone) {
            // The client has closed.
        }
    }

    private String reply(String command) {
        String scripted = script.apply(command);
        return scripted == null ? "250 ok" : scripted;
    }

    private static void say(OutputStream out, String reply) throws IOException {
        out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
