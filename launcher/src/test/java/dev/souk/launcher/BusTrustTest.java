package dev.souk.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.souk.embedded.FreePort;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members whose event bus asks for certificates, and peers without one. */
class BusTrustTest {
    private static final int PATIENCE_SECONDS = 120;
    /** A peer that is refused says nothing; a question to it ends by this. */
    private static final DeliveryOptions PATIENT = new DeliveryOptions().setSendTimeout(30_000);

    @TempDir
    private Path folder;

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static Settings.Cluster cluster(int port, List<Integer> members, Map<String, String> trust) {
        Map<String, String> all = new HashMap<>(trust);
        all.put("cluster.port", Integer.toString(port));
        all.put(
                "cluster.members",
                String.join(
                        ",",
                        members.stream().map(member -> "127.0.0.1:" + member).toList()));
        return SettingsLoader.load(List.of(), Map.of(), all).cluster();
    }

    /** @param authority name of the certificate by which peers are checked */
    private Map<String, String> trust(String name, String authority) throws IOException, GeneralSecurityException {
        return Map.of(
                "cluster.bus-port", Integer.toString(FreePort.next()),
                "cluster.tls-cert", folder.resolve(name + ".pem").toString(),
                "cluster.tls-key", TlsServer.key(folder, name).toString(),
                "cluster.tls-ca", folder.resolve(authority + ".pem").toString());
    }

    private static Future<Vertx> open(Settings.Cluster cluster) {
        return ClusterMember.open(Vertx.builder(), new VertxOptions(), cluster);
    }

    @Test
    void membersWithACertificateTalkAndStrangersDoNot() throws Exception {
        TlsServer.certificate(folder, "node");
        TlsServer.certificate(folder, "stranger");
        List<Integer> ports = List.of(FreePort.next(), FreePort.next(), FreePort.next(), FreePort.next());
        Settings.Cluster answerer = cluster(ports.getFirst(), ports, trust("node", "node"));
        Vertx answering = await(open(answerer));
        Vertx asking = await(open(cluster(ports.get(1), ports, trust("node", "node"))));
        Vertx plain = await(open(cluster(ports.get(2), ports, Map.of())));
        Vertx forger = await(open(cluster(ports.get(3), ports, trust("stranger", "node"))));
        AtomicInteger heard = new AtomicInteger();
        try {
            await(answering
                    .eventBus()
                    .consumer("test.echo", message -> {
                        heard.incrementAndGet();
                        message.reply(message.body());
                    })
                    .completion());

            Future<?> ofPlain = plain.eventBus().request("test.echo", "of plain", PATIENT);
            Future<?> ofForger = forger.eventBus().request("test.echo", "of forger", PATIENT);
            Object answer = await(asking.eventBus().request("test.echo", "salaam", PATIENT))
                    .body();

            assertThat(answer).isEqualTo("salaam");
            assertThat(catchThrowable(() -> await(ofPlain))).isNotNull();
            assertThat(catchThrowable(() -> await(ofForger))).isNotNull();
            assertThat(heard).hasValue(1);
            assertThatThrownBy(() -> greet(answerer.busPort()))
                    .as("TLS without a certificate")
                    .isInstanceOf(IOException.class);
        } finally {
            await(Future.join(asking.close(), plain.close(), forger.close()));
            await(answering.close());
        }
    }

    /** Connects as a client that trusts the node and has no certificate: the refusal comes with the first read. */
    private void greet(int port) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(folder.resolve("node.pem"))) {
            trusted.setCertificateEntry(
                    "node", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (Socket socket = tls.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(PATIENCE_SECONDS * 1_000);
            ((SSLSocket) socket).startHandshake();
            if (socket.getInputStream().read() < 0) {
                throw new IOException("closed");
            }
        }
    }
}
