package dev.souk.edge.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A certificate for this host, which is its own authority, and its key.
 *
 * @param cert in PEM
 * @param key in PEM, as PKCS #8
 */
public record PemPair(Path cert, Path key) {
    private static final String PASSWORD = "changeit";

    /** @param algorithm {@code EC} or {@code RSA} */
    public static PemPair make(Path folder, String name, String algorithm) {
        Path store = folder.resolve(name + ".p12");
        Path cert = folder.resolve(name + ".cert.pem");
        Path key = folder.resolve(name + ".key.pem");
        try {
            keytool(
                    store,
                    "-genkeypair",
                    "-keyalg",
                    algorithm,
                    "-dname",
                    "CN=localhost",
                    "-validity",
                    "2",
                    "-ext",
                    "san=ip:127.0.0.1,dns:localhost");
            keytool(store, "-exportcert", "-rfc", "-file", cert.toString());
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream stored = Files.newInputStream(store)) {
                keys.load(stored, PASSWORD.toCharArray());
            }
            String secret = Base64.getMimeEncoder()
                    .encodeToString(keys.getKey("it", PASSWORD.toCharArray()).getEncoded());
            Files.writeString(key, "-----BEGIN PRIVATE KEY-----\n" + secret + "\n-----END PRIVATE KEY-----\n");
            return new PemPair(cert, key);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(Path store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(
                List.of("-alias", "it", "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }
}
