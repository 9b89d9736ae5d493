package dev.souk.ops.live;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.souk.audit.message.AuditEndpoints;
import dev.souk.audit.message.AuditEndpoints.ReadLedger;
import dev.souk.bus.Bus;
import dev.souk.bus.BusEndpoint;
import dev.souk.bus.Json;
import dev.souk.cache.hot.HotKeyMessages;
import dev.souk.cache.hot.HotKeyMessages.ListHotKeys;
import dev.souk.ops.message.OpsEndpoints;
import dev.souk.ops.message.OpsEndpoints.ReadCluster;
import dev.souk.ops.message.OpsEndpoints.ReadConsumers;
import dev.souk.ops.message.OpsEndpoints.ReadPipeline;
import dev.souk.ops.message.OpsEndpoints.ReadRedis;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts everything that the control room shows into one message a second, however many operators watch, and asks nothing
 * while no operator watches. A part that takes longer is shown as it was. A part that cannot be had is named with the
 * reason; the other parts are still shown. Parts for which a message has no room are left out.
 */
public final class RoomVerticle extends VerticleBase {
    /** The address that operators watch over the bridge. */
    public static final String ADDRESS = "ops.room";

    private static final Duration EVERY = Duration.ofSeconds(1);
    /**
     * Characters of a message, well below the limit of data that may wait for a reader of the bridge. The pages ask for
     * the rest themselves.
     */
    private static final int LARGEST = 40_000;

    private final Bus bus;
    private final BooleanSupplier watched;
    private final Consumer<String> told;
    private final List<Part> parts = new ArrayList<>();

    /**
     * The message.
     *
     * @param parts by name, JSON as the operators' API answers it
     * @param failed parts that cannot be had, each with the reason
     */
    private record Word(Instant at, Map<String, RawValue> parts, Map<String, String> failed) {}

    /**
     * @param watched whether an operator watches the address at this node
     * @param told gets JSON
     */
    public RoomVerticle(Bus bus, BooleanSupplier watched, Consumer<String> told) {
        this.bus = bus;
        this.watched = watched;
        this.told = told;
    }

    @Override
    public Future<?> start() {
        parts.add(new Part("ledger", AuditEndpoints.LEDGER, new ReadLedger()));
        parts.add(new Part("cluster", OpsEndpoints.CLUSTER, new ReadCluster()));
        parts.add(new Part("pipeline", OpsEndpoints.PIPELINE, new ReadPipeline()));
        parts.add(new Part("consumers", OpsEndpoints.CONSUMERS, new ReadConsumers()));
        parts.add(new Part("redis", OpsEndpoints.REDIS, new ReadRedis(null)));
        parts.add(new Part("hotKeys", HotKeyMessages.LIST, new ListHotKeys()));
        vertx.setPeriodic(EVERY.toMillis(), timer -> beat());
        return Future.succeededFuture();
    }

    /** Tells the answers to the questions of a second ago, which are there as a rule; then asks again. */
    private void beat() {
        if (!watched.getAsBoolean()) {
            parts.forEach(Part::forget);
            return;
        }
        Map<String, RawValue> seen = new LinkedHashMap<>();
        Map<String, String> failed = new LinkedHashMap<>();
        int room = LARGEST;
        for (Part part : parts) {
            room -= part.addTo(seen, failed, room);
        }
        if (!seen.isEmpty() || !failed.isEmpty()) {
            told.accept(Json.text(new Word(Instant.now(), seen, failed)));
        }
        parts.forEach(Part::ask);
    }

    /** One question, asked again when it was answered. */
    private final class Part {
        private final String name;
        private final Supplier<Future<?>> question;
        private @Nullable Object seen;
        private @Nullable String failed;
        private boolean asking;

        <Q> Part(String name, BusEndpoint<Q, ?> endpoint, Q asked) {
            this.name = name;
            this.question = () -> bus.ask(endpoint, asked);
        }

        void ask() {
            if (!asking) {
                asking = true;
                question.get().onComplete(done -> {
                    asking = false;
                    seen = done.succeeded() ? done.result() : null;
                    failed = done.succeeded()
                            ? null
                            : String.valueOf(done.cause().getMessage());
                });
            }
        }

        /** @return how many characters it took of the room */
        int addTo(Map<String, RawValue> answers, Map<String, String> reasons, int room) {
            if (seen == null) {
                if (failed != null) {
                    reasons.put(name, failed);
                }
                return 0;
            }
            String json = Json.text(seen);
            if (json.length() > room) {
                return 0;
            }
            answers.put(name, new RawValue(json));
            return json.length();
        }

        /** Drops the old answer, so that a later watcher does not take it for news. */
        void forget() {
            seen = null;
            failed = null;
        }
    }
}
