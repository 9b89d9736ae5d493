package dev.souk.launcher.cli.dlq;

import dev.souk.bus.UnavailableException;
import dev.souk.launcher.Schema;
import dev.souk.launcher.cli.CommandException;
import dev.souk.launcher.cli.SettingsOptions;
import dev.souk.launcher.cli.terminal.Blocking;
import dev.souk.messaging.deadletter.DeadLetterId;
import dev.souk.messaging.deadletter.DeadLetterQueue;
import dev.souk.messaging.event.Topics;
import dev.souk.settings.Settings;
import dev.souk.sql.SqlPool;
import dev.souk.sql.SqlState;
import dev.souk.sql.TransactionRunner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every command on dead letters, and its access to Kafka and to the database of settled letters. */
final class DlqOptions {
    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Mixin
    private final SettingsOptions.PortOffset offset = new SettingsOptions.PortOffset();

    @Option(names = "--json", description = "The answer as JSON, and nothing else on standard output.")
    private boolean json;

    boolean json() {
        return json;
    }

    /** Throws what the work failed with; {@link UnavailableException} when Kafka or the database cannot be reached. */
    <T> T ask(Function<DeadLetterQueue, Future<T>> work) throws Exception {
        Settings settings = options.load(offset.orNull());
        Vertx vertx = Vertx.vertx();
        Pool pool = SqlPool.open(vertx, settings.sql());
        try {
            TransactionRunner transactions = new TransactionRunner(
                    vertx, pool, new SimpleMeterRegistry(), settings.sql().retryFor());
            DeadLetterQueue letters = new DeadLetterQueue(vertx, settings.kafka(), transactions);
            return Blocking.get(migrated(pool).compose(ready -> work.apply(letters)));
        } finally {
            Blocking.get(pool.close());
            Blocking.get(vertx.close());
        }
    }

    private static Future<Void> migrated(Pool pool) {
        return Schema.requireMigrated(pool)
                .recover(failure -> Future.failedFuture(
                        SqlState.of(failure).isTransient()
                                ? new UnavailableException("the database: " + failure.getMessage(), failure)
                                : failure));
    }

    /** Of the letters of one topic, or of all. */
    static final class Topic {
        @Option(
                names = "--topic",
                paramLabel = "TOPIC",
                description = "Only messages that came from this topic, such as souk.orders.")
        private @Nullable String topic;

        @Nullable
        String orNull() {
            if (topic != null && !Topics.ALL.contains(topic)) {
                throw CommandException.usage("--topic: '" + topic + "' is none of " + String.join(", ", Topics.ALL));
            }
            return topic;
        }
    }

    /** An id as {@code souk dlq list} prints it. */
    static final class Id implements ITypeConverter<DeadLetterId> {
        @Override
        public DeadLetterId convert(String text) {
            try {
                return DeadLetterId.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
