package dev.souk.prove.world;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;

/** Whether something answers at a loopback port. */
final class Http {
    private static final int LOOK_MILLIS = 1_000;

    private Http() {}

    /** Whether a GET is answered 200 within a second or two. */
    static boolean isOk(int port, String path) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://" + WorldPorts.HOST + ":" + port + path)
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(LOOK_MILLIS);
            connection.setReadTimeout(LOOK_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }

    static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(WorldPorts.HOST, port), LOOK_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
