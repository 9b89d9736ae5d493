package dev.souk.launcher.doctor;

import dev.souk.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Whether the edge speaks TLS with the certificate of the settings. Its name is not looked at: the address that is
 * connected to is this machine's, and the name that of the shop.
 */
final class TlsCheck {
    private static final int PATIENCE_MILLIS = 5_000;

    private TlsCheck() {}

    static Finding examine(Settings.Http http, URI at) {
        String where = "https://" + at.getAuthority();
        try (Socket plain = new Socket()) {
            X509Certificate expected = certificate(http.tlsCert());
            plain.connect(new InetSocketAddress(at.getHost(), at.getPort()), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            try (SSLSocket socket = (SSLSocket)
                    trusting(expected).getSocketFactory().createSocket(plain, at.getHost(), at.getPort(), true)) {
                socket.startHandshake();
            }
            return Finding.good(
                    "http",
                    where + " answers; its certificate is valid until "
                            + expected.getNotAfter().toInstant());
        } catch (IOException | GeneralSecurityException e) {
            return Finding.wrong(
                    "http", where + " does not answer with the certificate of http.tls-cert: " + e.getMessage());
        }
    }

    private static X509Certificate certificate(String path) throws IOException, GeneralSecurityException {
        try (InputStream pem = Files.newInputStream(Path.of(path))) {
            Certificate first = CertificateFactory.getInstance("X.509").generateCertificate(pem);
            return (X509Certificate) first;
        }
    }

    private static SSLContext trusting(X509Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("edge", certificate);
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, factory.getTrustManagers(), null);
        return tls;
    }
}
