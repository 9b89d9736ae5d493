package dev.souk.prove.fault;

import dev.souk.prove.run.RunOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Plans the faults of a run, their times and their durations: the same seed and options make the same plan.
 *
 * <p>The kinds are dealt from a shuffled deck, one for each slot of the run, and the deck is shuffled again when it is
 * used up. Faults of different subjects may overlap. Two faults of one subject do not, as far as the time of a repair
 * can be estimated; a slot in which every remaining kind would overlap is left empty. Of the faults of nodes the
 * rolling restart comes last, because it takes by far the longest. Not every shuffle fits into the time. Several are
 * tried, and the plan is the one with the most faults, and the most of them healed while buyers still buy.
 */
public final class Schedule {
    /** The time before the first fault: a quiet moment to compare with. */
    private static final Duration LEAD = Duration.ofSeconds(4);
    /** The time after the beginning of the last fault: buyers have to see its effect. */
    static final Duration TAIL = Duration.ofSeconds(6);

    private static final long SHORTEST_SLOT = 4_000;
    private static final long LONGEST_SLOT = 12_000;
    /** The approximate time of a repair: a JVM starts on a busy machine. */
    private static final Duration REPAIR = Duration.ofSeconds(15);

    private static final int SHUFFLES = 200;

    private Schedule() {}

    /** @return in the order of their times; empty when there are no kinds to choose from */
    public static List<PlannedFault> plan(RunOptions options, long seed) {
        List<FaultKind> kinds = FaultKind.of(options.faults());
        if (kinds.isEmpty()) {
            return List.of();
        }
        SplittableRandom random = new SplittableRandom(seed);
        Attempt best = new Attempt(options, kinds, random.split());
        for (int i = 1; i < SHUFFLES && !best.isPerfect(); i++) {
            Attempt next = new Attempt(options, kinds, random.split());
            best = next.isBetterThan(best) ? next : best;
        }
        return List.copyOf(best.plan);
    }

    /** The time that the subject of the fault is not whole, counted from the fault. */
    static Duration brokenFor(PlannedFault fault, int nodes) {
        return fault.lasting().plus(repair(fault.kind(), nodes));
    }

    private static Duration repair(FaultKind kind, int nodes) {
        return switch (kind) {
            case ROLLING_RESTART -> REPAIR.multipliedBy(nodes);
            case NODE_KILL, KAFKA_KILL -> REPAIR;
            case PROVIDER_KILL -> REPAIR.dividedBy(2);
            case POSTGRES_KILL, REDIS_KILL, REDIS_ALL_KILL -> REPAIR.dividedBy(3);
            case NODE_FREEZE,
                    KAFKA_FREEZE,
                    KAFKA_DUPLICATES,
                    REDIS_FREEZE,
                    REDIS_ALL_FREEZE,
                    POSTGRES_FREEZE,
                    PROVIDER_FREEZE,
                    LINK_SLOW,
                    LINK_CUT,
                    LINK_HALF_OPEN -> Duration.ofSeconds(1);
        };
    }

    /** One shuffle, dealt. */
    private static final class Attempt {
        private final List<PlannedFault> plan = new ArrayList<>();
        private final long slots;
        /** Milliseconds that subjects are broken for after the last buyer has gone. */
        private long overrun;

        Attempt(RunOptions options, List<FaultKind> kinds, SplittableRandom random) {
            long room = options.time().minus(LEAD).minus(TAIL).toMillis();
            long slot = Math.clamp(room / kinds.size(), SHORTEST_SLOT, LONGEST_SLOT);
            slots = Math.max(1, room / slot);
            Deck deck = new Deck(kinds, random.nextLong());
            Map<Subject, Long> brokenUntil = new EnumMap<>(Subject.class);
            for (long i = 0; i < slots; i++) {
                long at = LEAD.toMillis() + i * slot + random.nextLong(slot / 4);
                FaultKind kind = deck.deal(brokenUntil, at);
                if (kind != null) {
                    add(kind, at, options.nodes(), random, brokenUntil);
                }
            }
            long end = options.time().toMillis();
            overrun = brokenUntil.values().stream()
                    .mapToLong(until -> Math.max(0, until - end))
                    .sum();
        }

        private void add(FaultKind kind, long at, int nodes, SplittableRandom random, Map<Subject, Long> brokenUntil) {
            Duration lasting = Duration.ofMillis(
                    random.nextLong(kind.shortest().toMillis(), kind.longest().toMillis() + 1));
            PlannedFault fault = new PlannedFault(kind, Duration.ofMillis(at), lasting, random.nextLong());
            plan.add(fault);
            brokenUntil.put(kind.subject(), at + brokenFor(fault, nodes).toMillis());
        }

        boolean isPerfect() {
            return plan.size() == slots && overrun == 0;
        }

        boolean isBetterThan(Attempt other) {
            return plan.size() != other.plan.size() ? plan.size() > other.plan.size() : overrun < other.overrun;
        }
    }

    /** Deals every kind once before any comes again. */
    private static final class Deck {
        private final List<FaultKind> kinds;
        private final Random random;
        private final List<FaultKind> left = new ArrayList<>();

        Deck(List<FaultKind> kinds, long seed) {
            this.kinds = new ArrayList<>(kinds);
            this.random = new Random(seed);
        }

        /** @return null when every kind that is left would hit a subject that is still broken */
        @Nullable
        FaultKind deal(Map<Subject, Long> brokenUntil, long at) {
            if (left.isEmpty()) {
                Collections.shuffle(kinds, random);
                left.addAll(kinds);
            }
            FaultKind kind = left.stream()
                    .filter(next -> brokenUntil.getOrDefault(next.subject(), 0L) <= at && !isTooEarly(next))
                    .findFirst()
                    .orElse(null);
            left.remove(kind);
            return kind;
        }

        private boolean isTooEarly(FaultKind kind) {
            return kind == FaultKind.ROLLING_RESTART
                    && left.stream().anyMatch(other -> other != kind && other.subject() == kind.subject());
        }
    }
}
