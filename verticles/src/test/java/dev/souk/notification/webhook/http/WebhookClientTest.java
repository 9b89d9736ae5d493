package dev.souk.notification.webhook.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.bus.BusyException;
import dev.souk.notification.webhook.domain.AttemptResult;
import dev.souk.notification.webhook.domain.AttemptResult.Kind;
import dev.souk.notification.webhook.domain.EndpointUrl;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsLoader;
import dev.souk.testing.TestDatabase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The addresses that a webhook may go to, over real sockets. */
class WebhookClientTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> lookedUp = new ArrayList<>();
    /** Held, because Vert.x closes a client that is not referenced. */
    private final List<WebhookClient> clients = new CopyOnWriteArrayList<>();

    private HttpServer server;
    private PemTrustOptions trust;

    @BeforeEach
    void listen(@TempDir Path folder) throws IOException, InterruptedException {
        String store = folder.resolve("it.p12").toString();
        String pem = folder.resolve("it.pem").toString();
        keytool(
                "-genkeypair",
                "-alias",
                "it",
                "-keyalg",
                "EC",
                "-dname",
                "CN=it",
                "-ext",
                "san=dns:shop.example",
                "-validity",
                "2",
                "-keystore",
                store);
        keytool("-exportcert", "-alias", "it", "-rfc", "-file", pem, "-keystore", store);
        trust = new PemTrustOptions().addCertPath(pem);
        server = TestDatabase.await(vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PfxOptions().setPath(store).setPassword("changeit")))
                .requestHandler(request -> {
                    requests.incrementAndGet();
                    if (request.path().equals("/endless")) {
                        request.response().setChunked(true).write("x".repeat(200_000));
                    } else {
                        request.response().setStatusCode(204).end();
                    }
                })
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void close() {
        TestDatabase.await(vertx.close());
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", "changeit", "-storetype", "PKCS12"));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    /** @param leadsTo the addresses of names, one look-up after the other; the last one for good */
    private AttemptResult post(String host, String path, boolean allowPrivate, String... leadsTo) {
        Settings.Webhooks settings = SettingsLoader.load(
                        List.of(),
                        Map.of(),
                        Map.of("webhooks.allow-private", Boolean.toString(allowPrivate), "webhooks.timeout", "5s"))
                .webhooks();
        Names names = name -> {
            String address = leadsTo[Math.min(lookedUp.size(), leadsTo.length - 1)];
            lookedUp.add(name);
            return vertx.executeBlocking(() -> List.of(InetAddress.getByName(address)));
        };
        Promise<AttemptResult> result = Promise.promise();
        Context context = vertx.getOrCreateContext();
        context.runOnContext(now -> {
            WebhookClient client = new WebhookClient(vertx, settings, names, trust);
            clients.add(client);
            EndpointUrl url = new EndpointUrl(true, host, server.actualPort(), path);
            client.post(new Post(url, "id", 1, "v1,x", Buffer.buffer("{}"), 0)).onComplete(result);
        });
        return TestDatabase.await(result.future());
    }

    @Test
    void theAddressThatIsCheckedIsConnectedToAndTheCertificateIsOfTheName() {
        assertThat(post("shop.example", "/", true, "127.0.0.1")).isEqualTo(AttemptResult.answered(204));
        assertThat(lookedUp).as("once, and by nobody else").containsExactly("shop.example");
        assertThat(post("other.example", "/", true, "127.0.0.1").kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(requests).hasValue(1);
    }

    @Test
    void aNameThatLeadsInsideIsNotConnectedToHoweverItIsWritten() {
        for (String inside :
                List.of("127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00::1")) {
            assertThat(post("shop.example", "/", false, inside).kind())
                    .as(inside)
                    .isEqualTo(Kind.BLOCKED);
        }
        assertThat(requests).hasValue(0);
    }

    @Test
    void aNameThatLeadsElsewhereTheSecondTimeIsCheckedByTheOneLookUpThatCounts() {
        // The name leads inside at first, outside later: the client checks the address it connects to, by one look-up.
        assertThat(post("shop.example", "/", false, "127.0.0.1", "1.1.1.1").kind())
                .isEqualTo(Kind.BLOCKED);
        assertThat(lookedUp).hasSize(1);
        assertThat(requests).hasValue(0);
    }

    @Test
    void aBodyWithoutAnEndIsNotWaitedForAndTheStatusCounts() {
        assertThat(post("shop.example", "/endless", true, "127.0.0.1")).isEqualTo(AttemptResult.answered(200));
    }

    private Future<AttemptResult> postTo(Names names) {
        Promise<AttemptResult> result = Promise.promise();
        vertx.runOnContext(now -> new WebhookClient(
                        vertx,
                        SettingsLoader.load(List.of(), Map.of(), Map.of()).webhooks(),
                        names,
                        null)
                .post(new Post(new EndpointUrl(true, "x.example", 443, "/"), "id", 1, "v1,x", Buffer.buffer(), 0))
                .onComplete(result));
        return result.future();
    }

    @Test
    void aNameThatNobodyKnowsIsUnreachable() {
        assertThat(TestDatabase.await(postTo(name -> Future.failedFuture("unknown")))
                        .kind())
                .isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void aNameThatIsNotLookedUpForWantOfThreadsIsNoAttempt() {
        Future<AttemptResult> attempt = postTo(name -> Future.failedFuture(new BusyException("taken")));

        assertThat(TestDatabase.await(attempt.<Throwable>mapEmpty().recover(Future::succeededFuture)))
                .isInstanceOf(BusyException.class);
    }
}
