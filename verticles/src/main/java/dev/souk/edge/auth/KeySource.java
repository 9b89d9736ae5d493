package dev.souk.edge.auth;

import dev.souk.settings.Settings;
import dev.souk.settings.SettingsException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpResponseExpectation;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
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
public final class KeySource {
    private static final Logger log = LoggerFactory.getLogger(KeySource.class);
    public static final Duration REFRESH = Duration.ofMinutes(5);
    public static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]", Pattern.CASE_INSENSITIVE);
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
     * @param dev the development issuer; its keys count besides those of the settings
     * @param nanos a clock that never goes back
     */
    public KeySource(Vertx vertx, Settings.Auth settings, @Nullable DevIssuer dev, LongSupplier nanos) {
        this.vertx = vertx;
        this.location = settings.jwks();
        this.own = dev == null ? null : JwksKeys.of(dev.jwks());
        this.nanos = nanos;
        // A redirect could lead to a server where an attacker may write the keys.
        this.client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setConnectTimeout((int) TIMEOUT.toMillis())
                        .setFollowRedirects(false));
        this.triedAt = nanos.getAsLong() - PAUSE.toNanos();
    }

    /**
     * Reads the keys for the first time. An issuer that cannot be reached does not keep a node from starting; a file
     * that cannot be read does, and so does having no issuer at all.
     */
    public Future<Void> start() {
        if (location.isEmpty() && own == null) {
            return Future.failedFuture(new SettingsException(
                    List.of("no token could ever be accepted: set auth.jwks, or auth.dev and auth.dev-key")));
        }
        if (isUrl() && !isTrusted(location)) {
            return Future.failedFuture(new SettingsException(List.of("auth.jwks: " + location
                    + " must be https, or of this machine: whoever can change the keys on their way makes tokens")));
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
    public Future<JwksKeys> again() {
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
        return location.regionMatches(true, 0, "http://", 0, 7) || location.regionMatches(true, 0, "https://", 0, 8);
    }

    /** Whether no host on the way can change the keys that come from the URL. */
    public static boolean isTrusted(String url) {
        try {
            URI uri = new URI(url);
            String host = uri.getHost();
            return host != null
                    && ("https".equalsIgnoreCase(uri.getScheme())
                            || LOOPBACK.matcher(host).matches());
        } catch (URISyntaxException noUrl) {
            return false;
        }
    }

    public void close() {
        client.close();
    }
}
