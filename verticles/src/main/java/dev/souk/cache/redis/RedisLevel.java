package dev.souk.cache.redis;

import dev.souk.cache.SecondLevel;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The second level in Redis Cluster. Redis away, frozen or full costs a reader one time-out at the most, and after some
 * of them nothing; commands under way are bounded, and what is beyond is left out. Counted: {@code
 * souk.cache.redis{link, command, result}}; {@code souk.cache.redis.up{link}} says whether it is used.
 */
public final class RedisLevel implements SecondLevel {
    private static final int MOST_READS = 256;
    private static final int MOST_WRITES = 256;
    /** More keys than an import changes at a time: an entry that is not removed stays until it is too old. */
    private static final int MOST_REMOVALS = 8_192;

    /** Versions stand first in what has one. A value of an older one than is there is not written. */
    private static final String PUT_UNLESS_OLDER = """
            local old = redis.call('GETRANGE', KEYS[1], 0, 31)
            local version = tonumber(string.match(old, '^{"version":(%d+),'))
            if version and version > tonumber(ARGV[3]) then return 0 end
            redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
            return 1
            """;

    private final Vertx vertx;
    private final Settings.Redis settings;
    private final RedisLink link;
    private final Breaker breaker = new Breaker();
    private final RedisCommands reads;
    private final RedisCommands writes;
    private final RedisCommands removals;
    private volatile @Nullable Context home;

    private RedisLevel(Vertx vertx, Settings.Redis settings, String name, MeterRegistry metrics) {
        this.vertx = vertx;
        this.settings = settings;
        this.link = new RedisLink(vertx, RedisClients.options(settings, name));
        this.reads = new RedisCommands(metrics, name, "get", MOST_READS);
        this.writes = new RedisCommands(metrics, name, "set", MOST_WRITES);
        this.removals = new RedisCommands(metrics, name, "del", MOST_REMOVALS);
        Gauge.builder("souk.cache.redis.up", this, level -> level.isUp() ? 1 : 0)
                .tag("link", name)
                .strongReference(true)
                .register(metrics);
    }

    /** @param name of the link, one for each event loop that has one */
    public static SecondLevel of(Vertx vertx, Settings.Redis settings, String name, MeterRegistry metrics) {
        if (settings.nodes().isEmpty()) {
            return SecondLevel.NONE;
        }
        RedisLevel redis = new RedisLevel(vertx, settings, name, metrics);
        return settings.entrySecret().value().isEmpty() ? redis : new SealedLevel(redis, settings, name, metrics);
    }

    /** Not authentic: any client that reaches Redis may have written an entry. */
    @Override
    public boolean isAuthentic() {
        return false;
    }

    private boolean isUp() {
        return link.isAnswering() && !breaker.isOpen();
    }

    @Override
    public void open() {
        home = vertx.getOrCreateContext();
        link.open();
    }

    @Override
    public Future<Optional<Buffer>> get(String key) {
        return send(reads, Request.cmd(Command.GET).arg(settings.prefix() + key))
                .map(reply -> Optional.ofNullable(reply).map(Response::toBuffer))
                .otherwise(failure -> Optional.empty());
    }

    @Override
    public void put(String key, Buffer value, long version, Duration keep) {
        send(writes, version > 0 ? versioned(key, value, version, keep) : plain(key, value, keep));
    }

    private Request versioned(String key, Buffer value, long version, Duration keep) {
        return Request.cmd(Command.EVAL)
                .arg(PUT_UNLESS_OLDER)
                .arg(1)
                .arg(settings.prefix() + key)
                .arg(value)
                .arg(keep.toMillis())
                .arg(version);
    }

    private Request plain(String key, Buffer value, Duration keep) {
        return Request.cmd(Command.SET)
                .arg(settings.prefix() + key)
                .arg(value)
                .arg("PX")
                .arg(keep.toMillis());
    }

    /** One by one: the keys lie in slots of different nodes. */
    @Override
    public void remove(Collection<String> keys) {
        Context context = home;
        if (context != null && !keys.isEmpty()) {
            List<String> all = List.copyOf(keys);
            context.runOnContext(now ->
                    all.forEach(key -> send(removals, Request.cmd(Command.DEL).arg(settings.prefix() + key))));
        }
    }

    private Future<@Nullable Response> send(RedisCommands commands, Request command) {
        if (!link.isConnected() || commands.isFull() || !breaker.admits(System.nanoTime())) {
            commands.leftOut();
            return Future.succeededFuture();
        }
        commands.begun();
        return link.send(command, settings.commandTimeout())
                .onSuccess(reply -> {
                    commands.done();
                    breaker.answered();
                })
                .onFailure(failure -> failed(commands, failure));
    }

    private void failed(RedisCommands commands, Throwable failure) {
        if (failure instanceof TimeoutException) {
            commands.timedOut();
            breaker.timedOut(System.nanoTime());
        } else {
            commands.failed();
            if (failure instanceof Response) {
                breaker.answered();
            }
        }
    }

    @Override
    public void close() {
        home = null;
        link.close();
    }
}
