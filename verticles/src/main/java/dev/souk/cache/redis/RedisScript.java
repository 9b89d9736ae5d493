package dev.souk.cache.redis;

import dev.souk.bus.UnavailableException;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A script that Redis Cluster runs on one key, called by its digest; a node that does not know it is sent the text
 * once. Calls under way are bounded, and Redis away, frozen or full costs callers one time-out at the most, and after
 * some of them nothing. Counted with the other commands: {@code souk.cache.redis{link, command="script", result}}.
 *
 * <p>Lives on the event loop that opened it.
 */
public final class RedisScript {
    private static final int MOST = 1_024;
    private static final String UNKNOWN_SCRIPT = "NOSCRIPT";

    private final Settings.Redis settings;
    private final String text;
    private final String digest;
    private final RedisLink link;
    private final Breaker breaker = new Breaker();
    private final RedisCommands calls;

    /** @param name of the link, one for each event loop that has one */
    public RedisScript(Vertx vertx, Settings.Redis settings, String name, String text, MeterRegistry metrics) {
        this.settings = settings;
        this.text = text;
        this.digest = digest(text);
        this.link = new RedisLink(vertx, RedisClients.options(settings, name));
        this.calls = new RedisCommands(metrics, name, "script", MOST);
        Gauge.builder("souk.cache.redis.up", this, script -> script.isUp() ? 1 : 0)
                .tag("link", name)
                .strongReference(true)
                .register(metrics);
    }

    private static String digest(String text) {
        try {
            byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** From now on it lives here. Returns at once. */
    public void open() {
        if (!settings.nodes().isEmpty()) {
            link.open();
        }
    }

    /** Whether nothing is known against Redis. */
    public boolean isUp() {
        return link.isAnswering() && !breaker.isOpen();
    }

    /**
     * @param key without the prefix of the settings
     * @param within how long the caller waits
     * @return the integers that the script answers with; fails at once where Redis is known not to answer
     */
    public Future<List<Long>> run(String key, List<String> arguments, Duration within) {
        if (!link.isConnected() || calls.isFull() || !breaker.admits(System.nanoTime())) {
            calls.leftOut();
            return Future.failedFuture(new UnavailableException("Redis is not asked now"));
        }
        calls.begun();
        return link.send(request(Command.EVALSHA, digest, key, arguments), settings.commandTimeout())
                .recover(failure -> isUnknown(failure)
                        ? link.send(request(Command.EVAL, text, key, arguments), settings.commandTimeout())
                        : Future.failedFuture(failure))
                .timeout(within.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(reply -> {
                    calls.done();
                    breaker.answered();
                })
                .onFailure(this::failed)
                .map(RedisScript::integers);
    }

    private Request request(Command command, String script, String key, List<String> arguments) {
        Request request = Request.cmd(command).arg(script).arg(1).arg(settings.prefix() + key);
        arguments.forEach(request::arg);
        return request;
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof Response
                && String.valueOf(failure.getMessage()).startsWith(UNKNOWN_SCRIPT);
    }

    private static List<Long> integers(@Nullable Response reply) {
        if (reply == null) {
            throw new IllegalStateException("the script answered nothing");
        }
        return reply.stream().map(Response::toLong).toList();
    }

    private void failed(Throwable failure) {
        if (failure instanceof TimeoutException) {
            calls.timedOut();
            breaker.timedOut(System.nanoTime());
        } else {
            calls.failed();
            if (failure instanceof Response) {
                breaker.answered();
            }
        }
    }

    public void close() {
        link.close();
    }
}
