package dev.souk.prove.command;

import dev.souk.embedded.StackException;
import dev.souk.prove.buyer.Crowd;
import dev.souk.prove.buyer.CrowdOptions;
import dev.souk.prove.check.CheckReport;
import dev.souk.prove.check.Checker;
import dev.souk.prove.check.CheckerOptions;
import dev.souk.prove.check.Quiet;
import dev.souk.prove.check.facts.Pending;
import dev.souk.prove.check.facts.UnreadableException;
import dev.souk.prove.fault.Injector;
import dev.souk.prove.fault.PlannedFault;
import dev.souk.prove.fault.Schedule;
import dev.souk.prove.history.HistoryWriter;
import dev.souk.prove.merchant.Merchant;
import dev.souk.prove.report.Report;
import dev.souk.prove.run.FaultRecord;
import dev.souk.prove.run.Rest;
import dev.souk.prove.run.RunOptions;
import dev.souk.prove.run.RunRecord;
import dev.souk.prove.world.Blueprint;
import dev.souk.prove.world.World;
import dev.souk.prove.world.WorldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run, from the empty folder to the report. Blocks the calling thread; an interrupt ends it, and everything that it
 * started.
 *
 * <pre>
 *   build ──> buyers buy, faults happen ──> heal ──> wait until quiet ──> close the shop ──> check ──> report
 * </pre>
 */
final class Prove {
    /** Short, so that a fault may outlast it: expiry is one of the ways of an order. */
    private static final Duration ORDER_DEADLINE = Duration.ofSeconds(30);

    private static final Duration RESOLVE = Duration.ofSeconds(60);
    private static final Duration HEAL_LIMIT = Duration.ofMinutes(4);
    /**
     * A webhook that was lost three times in a row, by the merchant and by faults, is tried again after five to six
     * minutes.
     */
    private static final Duration QUIET_LIMIT = Duration.ofMinutes(7);
    /** On top of the deadline: the longest outage, and catching up after it on a machine that is busy. */
    private static final Duration SLACK = Duration.ofSeconds(90);

    private static final Duration ANSWER = Duration.ofSeconds(5);
    /**
     * Orders that a crowd would like to begin in a second. The run does not measure more than a small machine can take,
     * and killed processes have to come back beside the load.
     */
    private static final int ORDERS_PER_SECOND = 40;

    private static final long MOST_ORDERS = 10_000_000;
    private static final String SCRATCH = "souk_prove";

    private final Assignment assignment;
    private final Terminal terminal;
    private final Clock clock = Clock.systemUTC();

    Prove(Assignment assignment, Terminal terminal) {
        this.assignment = assignment;
        this.terminal = terminal;
    }

    /**
     * @return the run, checked and reported
     * @throws WorldException when the world cannot be built, healed or looked at
     * @throws InterruptedException when it was stopped
     */
    RunRecord run() throws InterruptedException, IOException {
        Instant started = clock.instant();
        String shop = assignment.naive() ? RunRecord.NAIVE : RunRecord.SOUK;
        String name = RunRecord.name(started, shop, assignment.seed());
        Path reports = writable(assignment.reports());
        Path data = reports.resolve(name + "-world");
        WorldFolder folder = new WorldFolder(data);
        boolean keep = false;
        terminal.line("Building a world: PostgreSQL, 3 Kafka brokers, 6 Redis nodes, "
                + assignment.options().nodes() + " nodes of " + (assignment.naive() ? "the naive shop" : "Souk"));
        try (World world = World.build(
                new Blueprint(assignment.options(), assignment.naive(), assignment.soukJar(), data, ORDER_DEADLINE),
                terminal::event)) {
            Path history = reports.resolve(name + ".jsonl");
            Map<String, String> versions = Versions.of(world, assignment.soukJar(), assignment.naive());
            versions.put(
                    "settled within",
                    ORDER_DEADLINE.toSeconds() + " s (order.deadline), and " + SLACK.toSeconds() + " s of slack");
            Happened happened;
            Rest rest;
            try (HistoryWriter writer = HistoryWriter.create(history);
                    Audience audience = Audience.open(world, assignment, writer, terminal)) {
                if (!assignment.naive() && !assignment.options().faults().isEmpty()) {
                    versions.put(
                            "merchant's endpoint",
                            Merchant.plan(
                                    assignment.seed(), assignment.options().time()));
                }
                happened = buyAndBreak(world, writer, audience);
                rest = rest(world, audience);
            }
            CheckReport verdict = check(world, history);
            RunRecord run = new RunRecord(
                    assignment.command(),
                    shop,
                    assignment.seed(),
                    assignment.options(),
                    started,
                    happened.opened(),
                    happened.boughtUntil(),
                    happened.closed(),
                    clock.instant(),
                    happened.faults(),
                    happened.leftOut(),
                    rest,
                    versions,
                    verdict,
                    history);
            Report.write(reports, run);
            keep = !verdict.ok() && !assignment.naive();
            return run;
        } catch (WorldException e) {
            // The world's logs say why.
            keep = true;
            throw e;
        } catch (StackException | UnreadableException | IllegalStateException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped");
            }
            keep = true;
            throw new WorldException(String.valueOf(e.getMessage()), e);
        } finally {
            folder.leave(keep, terminal);
        }
    }

    /** @throws WorldException when nothing can be written there */
    private static Path writable(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new WorldException("The folder of reports cannot be made: " + e, e);
        }
    }

    private record Happened(
            Instant opened, Instant boughtUntil, Instant closed, List<FaultRecord> faults, List<String> leftOut) {}

    private Happened buyAndBreak(World world, HistoryWriter writer, Audience audience) throws InterruptedException {
        RunOptions options = assignment.options();
        List<PlannedFault> plan = Schedule.plan(options, assignment.seed());
        terminal.event("Open: " + options.buyers() + " buyers for "
                + options.time().toSeconds() + " s, "
                + options.stock() + " units of " + options.skus() + " products, " + plan.size() + " faults, seed "
                + assignment.seed());
        Instant opened = clock.instant();
        try (Injector injector = new Injector(world, terminal::event)) {
            LastCall lastCall = new LastCall(opened.plus(options.time()), injector::needsBuyers, clock);
            Crowd crowd = new Crowd(crowd(), world::buyerUrls, writer, lastCall, audience.listener());
            audience.start();
            injector.start(plan, options.time());
            try (Ticker ticker = Ticker.start(crowd::soFar, terminal)) {
                crowd.run();
            }
            Instant closed = clock.instant();
            terminal.event("Closed. Healing what is broken still ...");
            injector.healAll(HEAL_LIMIT);
            return new Happened(opened, lastCall.at(), closed, injector.records(), injector.leftOut());
        }
    }

    private CrowdOptions crowd() {
        RunOptions options = assignment.options();
        Duration pause = Duration.ofMillis(Math.max(500, 2_000L * options.buyers() / ORDERS_PER_SECOND));
        return CrowdOptions.usual("prove", assignment.seed())
                .withSize(options.buyers(), MOST_ORDERS)
                .withTimes(options.time(), RESOLVE)
                .withStay(Injector.OVERTIME)
                .withPace(ANSWER, pause);
    }

    private Rest rest(World world, Audience audience) throws InterruptedException {
        long begin = System.nanoTime();
        Pending pending = Quiet.await(world.facts(), QUIET_LIMIT);
        Rest rest = new Rest(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin), pending);
        terminal.event(pending.isNone() ? "Quiet." : "Not quiet, still pending: " + pending + ".");
        audience.settle(world.facts(), pending);
        terminal.event("Checking ...");
        return rest;
    }

    private CheckReport check(World world, Path history) {
        world.closeShop();
        world.stack().postgres().createDatabase(SCRATCH);
        CheckerOptions options =
                CheckerOptions.usual(world.stack().postgres().jdbcUrl(SCRATCH)).withDeadline(ORDER_DEADLINE, SLACK);
        return new Checker(options).check(history, world.facts());
    }
}
