package dev.souk.launcher;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/** Speaks as much of PostgreSQL's protocol as it takes to be reached over TLS; then it says so, as an error. */
final class TlsServer implements AutoCloseable {
    static final String REACHED = "reached over TLS";

    private static final String PASSWORD = "changeit";

    private final ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private final Path certificate;
    private final SSLContext tls;
    private final Thread thread;

    /** @param folder gets the key and the certificate, which is its own authority */
    TlsServer(Path folder) throws IOException, GeneralSecurityException, InterruptedException {
        certificate = certificate(folder, "server");
        tls = SSLContext.getInstance("TLS");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stored = Files.newInputStream(folder.resolve("server.p12"))) {
            keys.load(stored, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        tls.init(factory.getKeyManagers(), null, null);
        thread = Thread.ofPlatform().daemon().name("tls-server").start(this::serve);
    }

    int port() {
        return socket.getLocalPort();
    }

    Path certificate() {
        return certificate;
    }

    /** @return a certificate for this host, in PEM, with its key beside it */
    static Path certificate(Path folder, String name) throws IOException, InterruptedException {
        String store = folder.resolve(name + ".p12").toString();
        Path pem = folder.resolve(name + ".pem");
        keytool("-genkeypair", "-alias", "it", "-keyalg", "EC", "-dname", "CN=localhost", "-keystore", store);
        keytool("-exportcert", "-alias", "it", "-rfc", "-file", pem.toString(), "-keystore", store);
        return pem;
    }

    /** @return the key of a certificate that {@link #certificate} made in this folder, PKCS #8 in PEM */
    static Path key(Path folder, String name) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream stored = Files.newInputStream(folder.resolve(name + ".p12"))) {
            keys.load(stored, PASSWORD.toCharArray());
        }
        byte[] key = keys.getKey("it", PASSWORD.toCharArray()).getEncoded();
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
        return Files.writeString(
                folder.resolve(name + ".key"),
                "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n");
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-ext", "san=ip:127.0.0.1,dns:localhost", "-validity", "2"));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                answer(client);
            } catch (SSLException refused) {
                // The client refused the certificate; the test looks at the client's message.
                continue;
            } catch (IOException over) {
                if (!socket.isClosed()) {
                    throw new IllegalStateException(over);
                }
            }
        }
    }

    private void answer(Socket client) throws IOException {
        new DataInputStream(client.getInputStream()).readFully(new byte[8]);
        client.getOutputStream().write('S');
        try (SSLSocket secret = (SSLSocket) tls.getSocketFactory().createSocket(client, null, port(), true)) {
            secret.setUseClientMode(false);
            DataInputStream in = new DataInputStream(secret.getInputStream());
            in.readFully(new byte[in.readInt() - Integer.BYTES]);
            ByteArrayOutputStream fields = new ByteArrayOutputStream();
            fields.writeBytes(("SFATAL\0C57P03\0M" + REACHED + "\0\0").getBytes(StandardCharsets.UTF_8));
            DataOutputStream out = new DataOutputStream(secret.getOutputStream());
            out.writeByte('E');
            out.writeInt(fields.size() + Integer.BYTES);
            out.write(fields.toByteArray());
            out.flush();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        socket.close();
        thread.join();
    }
}
