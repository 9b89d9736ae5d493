package dev.souk.prove.fault;

import dev.souk.embedded.process.ServerProcess;
import dev.souk.prove.world.Link;
import dev.souk.prove.world.LinkState;
import dev.souk.prove.world.LinkState.Direction;
import dev.souk.prove.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Chooses the target of a planned fault, in the world as it is at that moment. */
final class Faults {
    private static final int SLOWEST_MILLIS = 400;
    private static final int QUICKEST_MILLIS = 50;
    /** One in this many link faults hits all links of its group. */
    private static final int WHOLE_GROUP = 4;

    private final World world;

    Faults(World world) {
        this.world = world;
    }

    /** @return none when this world has no target for the fault */
    Optional<Fault> of(PlannedFault planned) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(planned.choice());
        return switch (planned.kind()) {
            case NODE_KILL -> Optional.of(new Killed(List.of(one(world.nodes(), random))));
            case NODE_FREEZE -> Optional.of(new Frozen(List.of(one(world.nodes(), random))));
            case ROLLING_RESTART -> Optional.of(new RollingRestart(world.nodes()));
            case KAFKA_KILL -> Optional.of(new Killed(List.of(leader(random))));
            case KAFKA_FREEZE -> Optional.of(new Frozen(List.of(leader(random))));
            case KAFKA_DUPLICATES ->
                Optional.of(new DuplicateDeliveries(world.stack().kafka(), random));
            case REDIS_KILL -> Optional.of(new Killed(List.of(master(random))));
            case REDIS_FREEZE -> Optional.of(new Frozen(List.of(master(random))));
            case REDIS_ALL_KILL -> Optional.of(new Killed(world.stack().redis().nodes()));
            case REDIS_ALL_FREEZE ->
                Optional.of(new Frozen(world.stack().redis().nodes()));
            case POSTGRES_KILL ->
                Optional.of(new Killed(List.of(world.stack().postgres().process())));
            case POSTGRES_FREEZE ->
                Optional.of(new Frozen(List.of(world.stack().postgres().process())));
            case PROVIDER_KILL -> world.provider().map(provider -> new Killed(List.of(provider)));
            case PROVIDER_FREEZE -> world.provider().map(provider -> new Frozen(List.of(provider)));
            case LINK_SLOW -> {
                int millis = random.nextInt(QUICKEST_MILLIS, SLOWEST_MILLIS + 1);
                yield links(random, new LinkState.Slow(Duration.ofMillis(millis)));
            }
            case LINK_CUT -> links(random, new LinkState.Cut());
            case LINK_HALF_OPEN -> {
                Direction silent = random.nextBoolean() ? Direction.REQUESTS : Direction.ANSWERS;
                yield links(random, new LinkState.HalfOpen(silent, random.nextBoolean()));
            }
        };
    }

    private static <T> T one(List<T> of, SplittableRandom random) {
        return of.get(random.nextInt(of.size()));
    }

    private ServerProcess leader(SplittableRandom random) throws InterruptedException {
        return KafkaLeader.of(world.stack().kafka(), random.nextInt());
    }

    private ServerProcess master(SplittableRandom random) {
        List<ServerProcess> masters = world.stack().redis().masters();
        return one(masters.isEmpty() ? world.stack().redis().nodes() : masters, random);
    }

    private Optional<Fault> links(SplittableRandom random, LinkState state) {
        List<Link> group = one(world.links(), random);
        List<Link> links = random.nextInt(WHOLE_GROUP) == 0 ? group : List.of(one(group, random));
        return Optional.of(new BrokenLinks(links, state));
    }
}
