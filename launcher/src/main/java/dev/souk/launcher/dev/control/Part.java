package dev.souk.launcher.dev.control;

import dev.souk.embedded.StackException;
import dev.souk.embedded.process.ServerProcess;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process of the shop that an operator may break and heal. Thread-safe. */
final class Part {
    private static final Logger log = LoggerFactory.getLogger(Part.class);
    private static final long AGAIN_MILLIS = 500;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final ServerProcess process;
    private final PartKind kind;
    private final EventLog events;
    private final Consumer<ServerProcess> started;
    private final AtomicBoolean starting = new AtomicBoolean();
    private volatile boolean frozen;
    /** Whether a start is to go on. */
    private boolean wanted;

    private boolean closed;

    /** @param started told about each new process of this part */
    Part(ServerProcess process, PartKind kind, EventLog events, Consumer<ServerProcess> started) {
        this.process = process;
        this.kind = kind;
        this.events = events;
        this.started = started;
    }

    String name() {
        return process.name();
    }

    PartKind kind() {
        return kind;
    }

    PartState state() {
        if (starting.get()) {
            return PartState.STARTING;
        }
        if (!process.isAlive()) {
            return PartState.DOWN;
        }
        return frozen ? PartState.FROZEN : PartState.RUNNING;
    }

    /** @throws ControlException when the part is not in a state for it */
    void act(PartAction action) {
        PartState state = state();
        boolean fits = switch (action) {
            case KILL -> state != PartState.DOWN;
            case FREEZE -> state == PartState.RUNNING;
            case THAW -> state == PartState.FROZEN;
            case START -> state == PartState.DOWN;
        };
        if (!fits) {
            throw ControlException.conflict(name() + " is " + state.word() + ": " + action.word() + " does not apply");
        }
        switch (action) {
            case KILL -> kill();
            case FREEZE -> freeze();
            case THAW -> thaw();
            case START -> start();
        }
    }

    private void kill() {
        events.add(name() + " is killed (SIGKILL)");
        frozen = false;
        giveUp();
        process.kill();
    }

    private synchronized void giveUp() {
        wanted = false;
    }

    private void freeze() {
        events.add(name() + " is frozen (SIGSTOP)");
        frozen = true;
        process.suspend();
    }

    private void thaw() {
        events.add(name() + " goes on (SIGCONT)");
        frozen = false;
        process.resume();
    }

    private void start() {
        if (!starting.compareAndSet(false, true)) {
            throw ControlException.conflict(name() + " is being started");
        }
        events.add(name() + " is started");
        frozen = false;
        want();
        long begin = System.nanoTime();
        CompletableFuture.runAsync(this::revive, task -> Thread.ofVirtual().start(task))
                .whenComplete((done, failure) -> {
                    starting.set(false);
                    double seconds = (System.nanoTime() - begin) / 1e9;
                    if (failure == null) {
                        events.add(
                                String.format(Locale.ROOT, "%s serves again, %.1f s after its start", name(), seconds));
                    } else {
                        log.info("{} does not start", name(), failure);
                        events.add(name() + " does not start: " + failure.getMessage());
                    }
                });
    }

    private synchronized void want() {
        wanted = true;
    }

    private synchronized void startProcess() {
        if (closed || !wanted) {
            throw new StackException("it was given up");
        }
        process.start();
        started.accept(process);
    }

    private synchronized boolean isGivenUp() {
        return closed || !wanted;
    }

    /** Starts it until it serves: a part may need another that is down, or that just comes back. */
    private void revive() {
        long begin = System.nanoTime();
        while (true) {
            try {
                startProcess();
                process.awaitReady();
                return;
            } catch (StackException failure) {
                if (isGivenUp() || System.nanoTime() - begin > PATIENCE_NANOS) {
                    throw failure;
                }
                log.debug("{} is started once more: {}", name(), failure.getMessage());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }

    /** No further start is tried. */
    synchronized void close() {
        closed = true;
    }
}
