package dev.souk.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.edge.auth.DevIssuer;
import dev.souk.edge.auth.JwksKeys;
import dev.souk.edge.auth.KeySource;
import dev.souk.edge.auth.Tokens;
import dev.souk.edge.contract.Principal;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.ProblemException;
import dev.souk.settings.Settings;
import dev.souk.settings.SettingsException;
import dev.souk.settings.SettingsLoader;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of a real issuer: by HTTP or from a file, changed while the node runs. */
class KeyRotationTest {
    private static DevIssuer old;
    private static DevIssuer next;
    private static DevIssuer stranger;

    @TempDir
    static Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final AtomicLong nanos = new AtomicLong(1);
    private final AtomicInteger fetched = new AtomicInteger();
    private volatile DevIssuer published;
    private volatile @Nullable DevIssuer extra;
    private volatile int status = 200;

    @BeforeAll
    static void makeKeys() throws IOException {
        old = DevIssuer.openOrCreate(folder.resolve("old.pem"), "https://issuer.example", "souk");
        next = DevIssuer.openOrCreate(folder.resolve("next.pem"), "https://issuer.example", "souk");
        stranger = DevIssuer.openOrCreate(folder.resolve("stranger.pem"), "https://issuer.example", "souk");
    }

    @BeforeEach
    void publish() {
        published = old;
    }

    @AfterEach
    void close() {
        Awaiting.result(vertx.close());
    }

    private Future<HttpServer> issuer(int port) {
        return vertx.createHttpServer()
                .requestHandler(request -> {
                    fetched.incrementAndGet();
                    request.response().setStatusCode(status).end(jwks().toBuffer());
                })
                .listen(port, "127.0.0.1");
    }

    private JsonObject jwks() {
        JsonObject jwks = published.jwks();
        DevIssuer more = extra;
        if (more != null) {
            jwks.getJsonArray("keys").addAll(more.jwks().getJsonArray("keys"));
        }
        return jwks;
    }

    private record Keys(KeySource source, Tokens tokens) {}

    private Keys keys(String location) {
        Settings.Auth auth = SettingsLoader.load(
                        List.of(), Map.of(), Map.of("auth.issuer", "https://issuer.example", "auth.jwks", location))
                .auth();
        KeySource source = new KeySource(vertx, auth, null, nanos::get);
        return new Keys(source, new Tokens(vertx, auth, source, Clock.systemUTC()));
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> action) {
        Promise<T> promise = Promise.promise();
        loop.runOnContext(turn -> action.get().onComplete(promise));
        return promise.future();
    }

    private void assertAccepted(Keys keys, DevIssuer issuer) {
        String token = issuer.token("carl", List.of("customer"));
        assertThat(Awaiting.result(onLoop(() -> keys.tokens().verify(token))).subject())
                .isEqualTo("carl");
    }

    private void assertRefused(Keys keys, DevIssuer issuer, ProblemCode code) {
        String token = issuer.token("carl", List.of("customer"));
        assertThat(Awaiting.failure(onLoop(() -> keys.tokens().verify(token))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().code()).isEqualTo(code));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aKeyThatIsNotKnownIsLookedForButNotOftenerThanNowAndThen() {
        int port = Awaiting.result(issuer(0)).actualPort();
        Keys keys = keys("http://127.0.0.1:" + port + "/jwks");
        Awaiting.result(onLoop(() -> keys.source().start()));
        assertThat(fetched).hasValue(1);
        assertAccepted(keys, old);
        assertThat(fetched).hasValue(1);

        for (int i = 0; i < 10; i++) {
            assertRefused(keys, stranger, ProblemCode.UNAUTHENTICATED);
        }
        assertThat(fetched).as("the start was just now").hasValue(1);
        pass(KeySource.PAUSE);
        for (int i = 0; i < 10; i++) {
            assertRefused(keys, stranger, ProblemCode.UNAUTHENTICATED);
        }
        assertThat(fetched).hasValue(2);
    }

    @Test
    void tokensOfANewKeyAreTakenAndThoseOfAWithdrawnOneNoLonger() {
        int port = Awaiting.result(issuer(0)).actualPort();
        Keys keys = keys("http://127.0.0.1:" + port + "/jwks");
        Awaiting.result(onLoop(() -> keys.source().start()));
        assertAccepted(keys, old);

        published = next;
        pass(KeySource.PAUSE);

        assertAccepted(keys, next);
        assertRefused(keys, old, ProblemCode.UNAUTHENTICATED);
    }

    @Test
    void aWithdrawnKeyIsForgottenEvenWhenNobodyUsesTheNewOne() {
        int port = Awaiting.result(issuer(0)).actualPort();
        Keys keys = keys("http://127.0.0.1:" + port + "/jwks");
        Awaiting.result(onLoop(() -> keys.source().start()));
        assertAccepted(keys, old);

        published = next;
        pass(KeySource.REFRESH.plusSeconds(1));
        String token = old.token("carl", List.of("customer"));
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> onLoop(() -> keys.tokens().verify(token))
                        .transform(done -> Future.succeededFuture(done.failed()))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get());
        assertThat(fetched).hasValue(2);
    }

    /** A token that is remembered is answered with the very principal that was. */
    @Test
    void aTokenIsRememberedOverARefreshThatBringsTheSameKeysAndNotOverOneThatBringsOthers() {
        int port = Awaiting.result(issuer(0)).actualPort();
        Keys keys = keys("http://127.0.0.1:" + port + "/jwks");
        Awaiting.result(onLoop(() -> keys.source().start()));
        String token = old.token("carl", List.of("customer"));
        Principal first = Awaiting.result(onLoop(() -> keys.tokens().verify(token)));

        pass(KeySource.PAUSE);
        Awaiting.result(onLoop(() -> keys.source().again()));
        assertThat(fetched).hasValue(2);
        assertThat(Awaiting.result(onLoop(() -> keys.tokens().verify(token)))).isSameAs(first);

        extra = next;
        pass(KeySource.PAUSE);
        Awaiting.result(onLoop(() -> keys.source().again()));
        assertThat(fetched).hasValue(3);
        assertThat(Awaiting.result(onLoop(() -> keys.tokens().verify(token))))
                .isEqualTo(first)
                .isNotSameAs(first);
    }

    @Test
    void sameKeysAreTheSameInWhateverOrder() {
        JwksKeys one = JwksKeys.of(old.jwks());
        JwksKeys other = JwksKeys.of(next.jwks());

        assertThat(one.and(other).isSameAs(other.and(one))).isTrue();
        assertThat(one.isSameAs(JwksKeys.of(old.jwks()))).isTrue();
        assertThat(one.isSameAs(other)).isFalse();
        assertThat(one.and(other).isSameAs(one)).isFalse();
    }

    @Test
    void keysThatAnybodyOnTheWayCouldChangeKeepTheNodeFromStarting() {
        Keys keys = keys("http://issuer.example/jwks");

        assertThat(Awaiting.failure(onLoop(() -> keys.source().start())))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("auth.jwks")
                .hasMessageContaining("https");
    }

    @Test
    void theLastKeysGoOnCountingWhileTheIssuerIsAway() {
        int port = Awaiting.result(issuer(0)).actualPort();
        Keys keys = keys("http://127.0.0.1:" + port + "/jwks");
        Awaiting.result(onLoop(() -> keys.source().start()));

        status = 500;
        pass(KeySource.REFRESH.plusSeconds(1));

        assertAccepted(keys, old);
        assertRefused(keys, stranger, ProblemCode.UNAUTHENTICATED);
        assertAccepted(keys, old);
    }

    @Test
    void anIssuerThatComesLaterIsFound() {
        HttpServer gone = Awaiting.result(issuer(0));
        int port = gone.actualPort();
        Awaiting.result(gone.close());
        Keys keys = keys("http://127.0.0.1:" + port + "/jwks");

        Awaiting.result(onLoop(() -> keys.source().start()));
        assertRefused(keys, old, ProblemCode.UNAVAILABLE);
        Awaiting.result(issuer(port));
        assertRefused(keys, old, ProblemCode.UNAVAILABLE);
        pass(KeySource.PAUSE);

        assertAccepted(keys, old);
    }

    @Test
    void keysOfAFileAreReadAgainToo() throws IOException {
        Path file = folder.resolve("jwks.json");
        Files.writeString(file, old.jwks().encode());
        Keys keys = keys(file.toString());
        Awaiting.result(onLoop(() -> keys.source().start()));
        assertAccepted(keys, old);

        Files.writeString(file, next.jwks().encode());
        assertRefused(keys, next, ProblemCode.UNAUTHENTICATED);
        pass(KeySource.PAUSE);

        assertAccepted(keys, next);
    }

    @Test
    void aFileThatCannotBeReadKeepsTheNodeFromStarting() throws IOException {
        Keys missing = keys(folder.resolve("nowhere.json").toString());
        assertThat(Awaiting.failure(onLoop(() -> missing.source().start()))).isNotNull();

        Path file = folder.resolve("empty.json");
        Files.writeString(file, "{\"keys\": []}");
        Keys empty = keys(file.toString());
        assertThat(Awaiting.failure(onLoop(() -> empty.source().start())))
                .hasMessageContaining("no key that could verify a token");
    }
}
