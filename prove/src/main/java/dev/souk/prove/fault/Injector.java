package dev.souk.prove.fault;

import static java.util.Objects.requireNonNull;

import dev.souk.embedded.StackException;
import dev.souk.embedded.process.ServerProcess;
import dev.souk.prove.run.FaultRecord;
import dev.souk.prove.world.Link;
import dev.souk.prove.world.LinkState;
import dev.souk.prove.world.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Breaks a world by plan, each fault on a virtual thread of its own, and records the faults that really happened.
 *
 * <p>A node that ends without having been hit is recorded too, as {@value FaultRecord#UNPLANNED}, and started again.
 */
public final class Injector implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Injector.class);
    private static final long LOOK_MILLIS = 250;
    /** Longer than a node is given to stop in good order. */
    private static final long END_SECONDS = 25;
    /** For how long buyers stay on for faults that had to wait. */
    public static final Duration OVERTIME = Duration.ofSeconds(30);

    private final World world;
    private final FaultLog told;
    private final Clock clock = Clock.systemUTC();
    private final Map<Subject, ReentrantLock> subjects = new EnumMap<>(Subject.class);
    private final Set<ServerProcess> harmed = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<FaultRecord> records = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> leftOut = new CopyOnWriteArrayList<>();
    private final AtomicInteger toBegin = new AtomicInteger();
    private volatile long lastBegan;
    private volatile boolean over;

    /** Hears of faults as they happen, from any thread. */
    @FunctionalInterface
    public interface FaultLog {
        void say(String words);
    }

    public Injector(World world, FaultLog told) {
        this.world = world;
        this.told = told;
        for (Subject subject : Subject.values()) {
            subjects.put(subject, new ReentrantLock());
        }
    }

    /**
     * Returns at once; the times of the plan count from now. A fault has to wait while the last fault of its subject is
     * not healed. It waits up to {@link #OVERTIME} after the end of the buying; after that it is left out.
     *
     * @param buying how long buyers mean to buy
     */
    public void start(List<PlannedFault> plan, Duration buying) {
        long begin = System.nanoTime();
        lastBegan = begin;
        toBegin.set(plan.size());
        long until = begin + buying.plus(OVERTIME).toNanos();
        plan.forEach(planned -> threads.submit(() -> carryOut(planned, begin, until)));
        threads.submit(this::watch);
    }

    /** Whether buyers are still needed: a planned fault has not begun, or only just has. Once false, it stays false. */
    public boolean needsBuyers() {
        return toBegin.get() > 0 || System.nanoTime() - lastBegan < Schedule.TAIL.toNanos();
    }

    private void carryOut(PlannedFault planned, long begin, long until) {
        ReentrantLock subject = subjectOf(planned.kind());
        boolean locked = false;
        boolean begun = false;
        try {
            TimeUnit.NANOSECONDS.sleep(begin + planned.at().toNanos() - System.nanoTime());
            locked = subject.tryLock(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            Fault fault = locked ? new Faults(world).of(planned).orElse(null) : null;
            if (fault == null) {
                leaveOut(
                        planned,
                        locked ? "there is nothing here that it could hit" : "the last of its kind took too long");
                return;
            }
            begun = true;
            lastBegan = System.nanoTime();
            toBegin.decrementAndGet();
            breakAndHeal(planned, fault);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("{} failed", planned.kind().label(), e);
            if (begun) {
                told.say(planned.kind().label() + " failed: " + e.getMessage());
            } else {
                leaveOut(planned, "it failed: " + e.getMessage());
            }
        } finally {
            if (!begun) {
                toBegin.decrementAndGet();
            }
            if (locked) {
                subject.unlock();
            }
        }
    }

    private void leaveOut(PlannedFault planned, String why) {
        String words = planned.kind().label() + ": " + why;
        leftOut.add(words);
        told.say("left out: " + words);
    }

    /** Planned faults that did not happen, and why. */
    public List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    private ReentrantLock subjectOf(FaultKind kind) {
        return requireNonNull(subjects.get(kind.subject()));
    }

    private void breakAndHeal(PlannedFault planned, Fault fault) throws InterruptedException {
        String kind = planned.kind().label();
        harmed.addAll(fault.harms());
        Instant injected = clock.instant();
        Instant healed = null;
        String note = "";
        try {
            told.say(kind + ": " + fault.target());
            fault.inject();
            TimeUnit.NANOSECONDS.sleep(planned.lasting().toNanos());
            note = fault.heal();
            healed = clock.instant();
        } catch (FaultException e) {
            note = String.valueOf(e.getMessage());
        } finally {
            fault.harms().forEach(harmed::remove);
            records.add(new FaultRecord(kind, fault.target(), injected, healed, note));
            told.say(kind + ": " + fault.target() + " " + how(injected, healed) + (note.isEmpty() ? "" : "; " + note));
        }
    }

    private String how(Instant injected, @Nullable Instant healed) {
        return healed == null
                ? "is not healed"
                : "healed after " + Duration.between(injected, healed).toMillis() / 1000.0 + " s";
    }

    private void watch() {
        try {
            while (!over) {
                for (ServerProcess process : world.processes()) {
                    if (!process.isAlive() && !harmed.contains(process)) {
                        bringBack(process);
                    }
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void bringBack(ServerProcess process) throws InterruptedException {
        Instant seen = clock.instant();
        Instant healed = null;
        String note = "exit code " + process.onExit().join() + "; log: " + process.logFile();
        told.say(FaultRecord.UNPLANNED + ": " + process.name() + " has ended, " + note);
        try {
            Revival.of(process);
            healed = clock.instant();
        } catch (StackException e) {
            note = note + "; " + e.getMessage();
        }
        records.add(new FaultRecord(FaultRecord.UNPLANNED, process.name(), seen, healed, note));
    }

    /**
     * Waits for faults under way to be healed, then makes the world whole.
     *
     * @throws StackException when a process cannot be brought back
     */
    public void healAll(Duration limit) throws InterruptedException {
        over = true;
        threads.shutdown();
        if (!threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            log.warn("a fault is not healed within {}", limit);
            threads.shutdownNow();
        }
        world.links().stream().flatMap(List::stream).forEach(Injector::open);
        for (ServerProcess process : world.processes()) {
            Revival.of(process);
        }
    }

    private static void open(Link link) {
        if (!(link.state() instanceof LinkState.Open)) {
            link.become(new LinkState.Open());
        }
    }

    /** The faults up to now, in the order in which they began. */
    public List<FaultRecord> records() {
        List<FaultRecord> sorted = new ArrayList<>(records);
        sorted.sort(Comparator.comparing(FaultRecord::injected));
        return sorted;
    }

    /** Begins no more faults, and heals none. Returns when no thread is left that could start a process. */
    @Override
    public void close() {
        over = true;
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                log.warn("a fault does not end");
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
