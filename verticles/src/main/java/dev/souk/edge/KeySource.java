package dev.souk.edge;

import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpResponseExpectation;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of the issuer, from a URL or a file, and those of the development issuer.
 *
 * <p>Read at the start, again when they are older than {@link #REFRESH}, and when a token names a key that is not among
 * them; never more often than every {@link #PAUSE}, however many such tokens come. While the issuer is away, its last
 * keys go on counting. Lives on one event loop.
 */
final class KeySource {
    private static final Logger log = LoggerFactory.getLogger(KeySource.class);
    static final Duration REFRESH = Duration.ofMinutes(5);
    static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final String location;
    private final @Nullable JwksKeys own;
    private final LongSupplier nanos;
    private final WebClient client;
    private @Nullable JwksKeys keys;
    private @Nullable Future<JwksKeys> reading;
    private long triedAt;
    private long readAt;

    /**
     * @param dev whose keys count besides those of the settings
     * @param nanos a clock that never goes back
     */
    KeySource(Vertx vertx, Settings.Auth settings, @Nullable DevIssuer dev, LongSupplier nanos) {
        this.vertx = vertx;
        this.location = settings.jwks();
        this.own = dev == null ? null : JwksKeys.of(dev.jwks());
        this.nanos = nanos;
        this.client = WebClient.create(vertx, new WebClientOptions().setConnectTimeout((int) TIMEOUT.toMillis()));
        this.triedAt = nanos.getAsLong() - PAUSE.toNanos();
    }

    /**
     * Reads the keys for the first time. An issuer that cannot be reached does not keep a node from starting; a file
     * that cannot be read does, and so does having no issuer at all.
     */
    Future<Void> start() {
        if (location.isEmpty() && own == null) {
            return Future.failedFuture(new IllegalStateException(
                    "no token could ever be accepted: set auth.jwks, or auth.dev and auth.dev-key"));
        }
        return read().<Void>mapEmpty()
                .recover(failure -> isUrl() ? Future.succeededFuture() : Future.failedFuture(failure));
    }

    /** @return the keys as they are known; none when the issuer was never reached */
    @Nullable
    JwksKeys known() {
        if (keys == null || nanos.getAsLong() - readAt > REFRESH.toNanos()) {
            readUnlessJustTried();
        }
        return keys;
    }

    /** @return the keys after another look, if it is not too soon for one; fails when the issuer was never reached */
    Future<JwksKeys> again() {
        Future<JwksKeys> look = readUnlessJustTried();
        JwksKeys last = keys;
        if (last == null) {
            return look == null ? Future.failedFuture("the issuer was just not reached") : look;
        }
        return look == null ? Future.succeededFuture(last) : look.otherwise(last);
    }

    private @Nullable Future<JwksKeys> readUnlessJustTried() {
        if (reading != null) {
            return reading;
        }
        return location.isEmpty() || nanos.getAsLong() - triedAt < PAUSE.toNanos() ? null : read();
    }

    private Future<JwksKeys> read() {
        triedAt = nanos.getAsLong();
        Future<JwksKeys> look = load().onSuccess(loaded -> {
                    keys = loaded;
                    readAt = nanos.getAsLong();
                })
                .onFailure(failure -> log.warn("the keys at {} cannot be read: {}", location, failure.toString()))
                .onComplete(done -> reading = null);
        reading = look.isComplete() ? null : look;
        return look;
    }

    private Future<JwksKeys> load() {
        JwksKeys extra = own;
        if (location.isEmpty() && extra != null) {
            return Future.succeededFuture(extra);
        }
        return (isUrl() ? fetch() : vertx.fileSystem().readFile(location))
                .map(bytes -> JwksKeys.of(new JsonObject(bytes)))
                .map(loaded -> extra == null ? loaded : loaded.and(extra));
    }

    private Future<Buffer> fetch() {
        return client.requestAbs(HttpMethod.GET, location)
                .timeout(TIMEOUT.toMillis())
                .send()
                .expecting(HttpResponseExpectation.SC_OK)
                .map(response -> response.bodyAsBuffer());
    }

    private boolean isUrl() {
        return location.startsWith("http://") || location.startsWith("https://");
    }

    void close() {
        client.close();
    }
}
