package dev.souk.cache.redis;

import static dev.souk.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.souk.cache.SecondLevel;
import dev.souk.settings.Settings;
import dev.souk.testing.TestCertificate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis that asks for TLS and a password, and entries in it that a stranger wrote. */
class RedisTrustTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration KEEP = Duration.ofMinutes(10);
    private static final Map<String, String> SEALED = Map.of("redis.entry-secret", "sixteen or more bytes");

    private static final Vertx vertx = Vertx.vertx();

    @TempDir
    private static Path folder;

    private static LoneRedis redis;

    private SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @BeforeAll
    static void start() throws IOException {
        redis = new LoneRedis(vertx, folder);
    }

    @AfterAll
    static void stop() {
        redis.close();
        await(vertx.close());
    }

    /** Opens a level; from now on the metrics are those of this level. */
    private SecondLevel open(Settings.Redis settings) {
        metrics = new SimpleMeterRegistry();
        SecondLevel level = RedisLevel.of(vertx, settings, "test", metrics);
        vertx.runOnContext(now -> level.open());
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> metrics.get("souk.cache.redis.up").gauge().value() == 1);
        return level;
    }

    private void put(SecondLevel level, String key, String value, long version) {
        double before = done("set");
        vertx.runOnContext(now -> level.put(key, Buffer.buffer(value), version, KEEP));
        Awaitility.await().atMost(LIMIT).until(() -> done("set") > before);
    }

    private double done(String command) {
        return metrics.counter("souk.cache.redis", "link", "test", "command", command, "result", "done")
                .count();
    }

    private static Optional<String> get(SecondLevel level, String key) {
        return await(vertx.timer(1).compose(now -> level.get(key))).map(Buffer::toString);
    }

    private double forged() {
        return metrics.counter("souk.cache.redis.forged", "link", "test").count();
    }

    private void readsAndWrites(Settings.Redis settings, String key) {
        direct(settings, Request.cmd(Command.GET).arg("souk:" + key));
        SecondLevel level = open(settings);
        put(level, key, "{\"version\":7,\"value\":1}", 7);

        assertThat(get(level, key)).contains("{\"version\":7,\"value\":1}");
        SlotOwners owners = await(SlotOwners.ask(vertx, settings));
        assertThat(owners.covered()).isEqualTo(16_384);
        assertThat(await(
                        SlotOwners.clusterIsOk(vertx, settings, settings.nodes().getFirst())))
                .isTrue();
        level.close();
    }

    @Test
    void letsInThePasswordAloneOverTls() {
        readsAndWrites(redis.settings(), "by-password");
    }

    @Test
    void letsInAUserOfItsAccessListOverTls() {
        Settings.Redis settings =
                redis.settings(Map.of("redis.user", LoneRedis.USER, "redis.password", LoneRedis.USER_PASSWORD));
        readsAndWrites(settings, "by-user");

        Throwable refused =
                catchThrowable(() -> direct(settings, Request.cmd(Command.GET).arg("other:key")));
        assertThat(refused).as("it came in as that user").hasMessageContaining("NOPERM");
    }

    @Test
    void letsInNobodyElseAndNobodyTellsThePassword() {
        TestCertificate other = TestCertificate.create(folder, "other");
        List<Settings.Redis> strangers = List.of(
                redis.settings(Map.of("redis.password", "")),
                redis.settings(Map.of("redis.password", "guessed-in-vain")),
                redis.settings(Map.of("redis.tls", "false", "redis.ca-file", "")),
                redis.settings(Map.of("redis.ca-file", other.certificate().toString())),
                redis.settings(Map.of("redis.ca-file", "")));

        assertThat(strangers).allSatisfy(stranger -> {
            Throwable refused = catchThrowable(() -> direct(stranger, Request.cmd(Command.PING)));
            assertThat(refused).isNotNull();
            assertThat(refused).message().doesNotContain(LoneRedis.PASSWORD, "guessed-in-vain");
            assertThat(catchThrowable(() -> await(SlotOwners.ask(vertx, stranger))))
                    .isNotNull()
                    .message()
                    .doesNotContain(LoneRedis.PASSWORD, "guessed-in-vain");
        });
    }

    /** Sends a request directly, as a link does. */
    private static void direct(Settings.Redis settings, Request request) {
        Redis client = Redis.createClient(vertx, RedisClients.options(settings, "direct"));
        try {
            RedisConnection connection = await(client.connect());
            await(connection.send(request));
        } finally {
            await(client.close());
        }
    }

    @Test
    void anEntryOfAStrangerCountsAsMissing() {
        SecondLevel level = open(redis.settings(SEALED));
        put(level, "mug", "{\"version\":7,\"price\":255}", 7);
        put(level, "cup", "{\"version\":7,\"price\":199}", 7);
        assertThat(level.isAuthentic()).isTrue();
        assertThat(get(level, "mug")).contains("{\"version\":7,\"price\":255}");
        assertThat(forged()).isZero();

        Buffer cup = redis.ask(Request.cmd(Command.GET).arg("souk:cup")).toBuffer();
        Buffer changed = redis.ask(Request.cmd(Command.GET).arg("souk:mug")).toBuffer();
        changed.setByte(changed.toString().indexOf("255"), (byte) '1');
        List<Buffer> forgeries = List.of(
                cup,
                changed,
                changed.getBuffer(0, changed.length() - 1),
                Buffer.buffer("{\"version\":9,\"price\":1}"),
                Buffer.buffer("{\"version\":9,\"price\":1}").appendBytes(new byte[32]),
                Buffer.buffer("short"),
                Buffer.buffer());
        for (Buffer forgery : forgeries) {
            redis.ask(Request.cmd(Command.SET).arg("souk:mug").arg(forgery));
            assertThat(get(level, "mug")).as(forgery.toString()).isEmpty();
        }
        assertThat(forged()).isEqualTo(forgeries.size());

        put(level, "mug", "{\"version\":8,\"price\":260}", 8);
        assertThat(get(level, "cup")).contains("{\"version\":7,\"price\":199}");
        level.close();
    }

    @Test
    void aSealDoesNotKeepAnOldVersionFromBeingPassedOver() {
        SecondLevel level = open(redis.settings(SEALED));
        put(level, "bowl", "{\"version\":8,\"price\":2}", 8);
        put(level, "bowl", "{\"version\":7,\"price\":1}", 7);

        assertThat(get(level, "bowl")).contains("{\"version\":8,\"price\":2}");
        level.close();
    }

    @Test
    void anotherSecretIsAStranger() {
        SecondLevel level = open(redis.settings(SEALED));
        put(level, "plate", "{\"version\":1}", 1);
        level.close();

        SecondLevel other = open(redis.settings(Map.of("redis.entry-secret", "another sixteen bytes")));
        assertThat(get(other, "plate")).isEmpty();
        assertThat(forged()).isEqualTo(1);
        other.close();
    }
}
