package dev.souk.ops.message;

import dev.souk.bus.BusEndpoint;
import dev.souk.bus.BusHint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Questions to the running system. A view is some time old at most; a part that is away is told as away. */
public final class OpsEndpoints {
    public static final BusEndpoint<ReadCluster, ClusterView> CLUSTER =
            new BusEndpoint<>("ops.cluster", ReadCluster.class, ClusterView.class);

    public static final BusEndpoint<ReadPipeline, PipelineView> PIPELINE =
            new BusEndpoint<>("ops.pipeline", ReadPipeline.class, PipelineView.class);

    public static final BusEndpoint<ReadConsumers, ConsumersView> CONSUMERS =
            new BusEndpoint<>("ops.consumers", ReadConsumers.class, ConsumersView.class);

    public static final BusEndpoint<ReadRedis, RedisView> REDIS =
            new BusEndpoint<>("ops.redis", ReadRedis.class, RedisView.class);

    public static final BusEndpoint<ListLetters, LetterPage> LETTERS =
            new BusEndpoint<>("ops.letters", ListLetters.class, LetterPage.class);

    public static final BusEndpoint<ReadLetter, LetterFound> LETTER =
            new BusEndpoint<>("ops.letter", ReadLetter.class, LetterFound.class);

    public static final BusEndpoint<SettleLetters, LettersSettled> SETTLE =
            new BusEndpoint<>("ops.letters.settle", SettleLetters.class, LettersSettled.class);

    /** The report of each node about itself: every second while an operator looks, else now and then. */
    public static final BusHint<NodeReport> REPORT = new BusHint<>("ops.report", NodeReport.class);

    /** An operator looks at the nodes. */
    public static final BusHint<Looking> LOOKING = new BusHint<>("ops.looking", Looking.class);

    private OpsEndpoints() {}

    /** @param node whose operator it is */
    public record Looking(String node) {}

    public record ReadCluster() {}

    public record ReadPipeline() {}

    public record ReadConsumers() {}

    /** @param key whose place is wanted, as Redis has it */
    public record ReadRedis(@Nullable String key) {}

    /**
     * Open dead letters in the order of their ids.
     *
     * @param topic the topic that the messages came from; absent: all
     * @param after id of the letter where the page before ended; absent: from the beginning
     * @param limit 1 to 100
     */
    public record ListLetters(
            @Nullable String topic, @Nullable String after, int limit) {}

    /** @param next the id to list after for the next page; absent on the last */
    public record LetterPage(
            List<LetterView> items, @Nullable String next) {
        public LetterPage {
            items = List.copyOf(items);
        }
    }

    /** @param id {@code topic/partition/offset} */
    public record ReadLetter(String id) {}

    /** @param letter absent: there is none of that id */
    public record LetterFound(@Nullable LetterView letter) {}

    /** @param replay sends the messages back to their topics; else they are put aside for good */
    public record SettleLetters(List<String> ids, boolean replay) {
        public SettleLetters {
            ids = List.copyOf(ids);
        }
    }

    /**
     * @param done ids of letters that were dealt with
     * @param unknown those that are no open letters, and why
     */
    public record LettersSettled(List<String> done, List<UnknownLetter> unknown) {
        public LettersSettled {
            done = List.copyOf(done);
            unknown = List.copyOf(unknown);
        }
    }

    public record UnknownLetter(String id, String reason) {}
}
