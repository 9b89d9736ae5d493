package dev.souk.edge.tls;

import dev.souk.settings.Settings;
import dev.souk.settings.SettingsException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of {@code http.tls-cert} and its key, as they were read when the node started. With one the edge
 * speaks TLS 1.2 and 1.3 and nothing else, HTTP/2 and HTTP/1.1 by the client's choice (ALPN, RFC 7301).
 */
public final class ServerCertificate {
    private static final String CERT = "http.tls-cert";
    private static final String KEY = "http.tls-key";
    private static final byte[] PROBE = {1, 2, 3, 4};

    private final PemKeyCertOptions pem;

    private ServerCertificate(PemKeyCertOptions pem) {
        this.pem = pem;
    }

    /**
     * Reads both files: blocks.
     *
     * @return none where the settings name neither
     * @throws SettingsException when only one is named, one cannot be read or holds something else, the key is not
     *     that of the certificate, or they are neither of RSA nor of elliptic curves (the kinds that Vert.x reads)
     */
    public static @Nullable ServerCertificate read(Vertx vertx, Settings.Http http) {
        boolean cert = !http.tlsCert().isEmpty();
        boolean key = !http.tlsKey().isEmpty();
        if (!cert && !key) {
            return null;
        }
        if (!cert || !key) {
            throw new SettingsException(List.of(cert ? CERT + " needs " + KEY : KEY + " needs " + CERT));
        }
        List<String> problems = new ArrayList<>();
        Buffer chain = read(CERT, http.tlsCert(), "-----BEGIN CERTIFICATE-----", problems);
        Buffer secret = read(KEY, http.tlsKey(), "PRIVATE KEY-----", problems);
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        PemKeyCertOptions pem = new PemKeyCertOptions().addCertValue(chain).addKeyValue(secret);
        check(vertx, pem);
        return new ServerCertificate(pem);
    }

    private static Buffer read(String setting, String path, String mark, List<String> problems) {
        try {
            Buffer text = Buffer.buffer(Files.readAllBytes(Path.of(path)));
            if (!text.toString().contains(mark)) {
                problems.add(setting + ": " + path + " holds no " + mark.replace("-----", "") + " in PEM");
            }
            return text;
        } catch (IOException e) {
            problems.add(
                    setting + ": " + path + " cannot be read (" + e.getClass().getSimpleName() + ")");
            return Buffer.buffer();
        }
    }

    /** A certificate that no client could use fails the start, and not each handshake. */
    private static void check(Vertx vertx, PemKeyCertOptions pem) {
        List<X509KeyManager> managers;
        try {
            managers = Stream.<KeyManager>of(pem.getKeyManagerFactory(vertx).getKeyManagers())
                    .filter(X509KeyManager.class::isInstance)
                    .map(X509KeyManager.class::cast)
                    .toList();
        } catch (Exception e) {
            // The message may quote the file.
            throw unusable(e.getClass().getSimpleName());
        }
        for (X509KeyManager manager : managers) {
            for (String type : List.of("RSA", "EC")) {
                String[] names = manager.getServerAliases(type, null);
                if (names != null && names.length > 0) {
                    requirePair(manager.getPrivateKey(names[0]), manager.getCertificateChain(names[0])[0]);
                    return;
                }
            }
        }
        throw unusable("neither RSA nor EC");
    }

    private static void requirePair(PrivateKey secret, X509Certificate certificate) {
        PublicKey open = certificate.getPublicKey();
        String algorithm = open.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(secret);
            signer.update(PROBE);
            byte[] signature = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(open);
            verifier.update(PROBE);
            if (verifier.verify(signature)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw unusable(e.getClass().getSimpleName());
        }
        throw unusable("of two pairs");
    }

    private static SettingsException unusable(String why) {
        return new SettingsException(List.of(CERT + " and " + KEY + " cannot be used together (" + why + ")"));
    }

    /** Makes a server of these options speak TLS. */
    public void putInto(HttpServerOptions options) {
        options.setSsl(true)
                .setKeyCertOptions(pem)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1));
    }
}
