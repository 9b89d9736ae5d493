package dev.souk.embedded.process;

import dev.souk.embedded.StackException;
import dev.souk.embedded.StackFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server as a child process: started, watched, stopped, and, for tests of failures, killed, frozen and started
 * again on the same data.
 *
 * <p>The child is the server itself, without a shell or a script between, so that a signal hits the server.
 * It has a session of its own (where {@code setsid} exists): Ctrl-C on the terminal reaches the launcher only, which
 * stops the servers in order. Methods may be called from any thread; {@link #start()}, {@link #stop(Duration)} and
 * {@link #restart()} exclude each other.
 */
public final class ServerProcess {

    private static final Logger LOG = LoggerFactory.getLogger(ServerProcess.class);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final Duration RESTART_STOP_LIMIT = Duration.ofSeconds(10);

    private final StackFolder folder;
    private final ServerCommand command;
    private final ServerLog log;
    private volatile @Nullable Process process;
    private volatile boolean suspended;

    public ServerProcess(StackFolder folder, ServerCommand command) {
        this.folder = folder;
        this.command = command;
        this.log = new ServerLog(folder.log(command.name()));
    }

    public String name() {
        return command.name();
    }

    /** The process number; -1 before the first start. */
    public long pid() {
        Process current = process;
        return current == null ? -1 : current.pid();
    }

    public Path logFile() {
        return log.path();
    }

    /** Whether the process exists; a suspended one does. */
    public boolean isAlive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /** Completes with the exit code when the process that runs now ends, for any reason. */
    public CompletableFuture<Integer> onExit() {
        Process current = process;
        return current == null
                ? CompletableFuture.completedFuture(-1)
                : current.onExit().thenApply(Process::exitValue);
    }

    /** Whether the server has written these words since its latest start. */
    public boolean hasLogged(String words) {
        return log.says(words);
    }

    /** Starts the process and returns at once; {@link #awaitReady()} waits until it serves. */
    public synchronized void start() {
        if (isAlive()) {
            throw new IllegalStateException(name() + " runs already");
        }
        command.before().run();
        log.turnPage();
        suspended = false;
        folder.remember(this);
        try {
            Process started = builder().start();
            process = started;
            ProcessIdentity.of(started.pid())
                    .map(identity -> new PidFile(folder.pidFile(name()), identity, command.stopSignal()))
                    .ifPresent(PidFile::write);
            LOG.debug("{} started as process {}", name(), started.pid());
        } catch (IOException e) {
            throw new StackException(name() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private ProcessBuilder builder() {
        List<String> arguments = new ArrayList<>();
        Programs.onPath("setsid").ifPresent(setsid -> arguments.add(setsid.toString()));
        arguments.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.path().toFile()))
                .redirectInput(new File("/dev/null"));
        builder.environment().putAll(command.environment());
        return builder;
    }

    /** Returns when the server serves; one that dies or takes too long is killed, and the exception says why. */
    public void awaitReady() {
        Deadline deadline = Deadline.in(command.startLimit());
        try {
            while (!command.readiness().isReady(this)) {
                if (!isAlive()) {
                    throw new StackException(
                            name() + " died at start: " + log.lastWords() + " (log: " + log.path() + ")");
                }
                if (deadline.hasPassed()) {
                    throw new StackException(name() + " does not answer after "
                            + command.startLimit().toSeconds() + " s: " + log.lastWords() + " (log: " + log.path()
                            + ")");
                }
                deadline.pause();
            }
        } catch (RuntimeException e) {
            kill();
            throw e;
        }
    }

    /** Asks the process to stop, and kills it when it has not within {@code limit}. */
    public synchronized void stop(Duration limit) {
        stopAll(List.of(this), limit);
    }

    /** Stops several at once, within one limit for all of them. */
    public static void stopAll(List<ServerProcess> servers, Duration limit) {
        servers.forEach(ServerProcess::ask);
        Deadline deadline = Deadline.in(limit);
        for (ServerProcess server : servers) {
            if (!server.endsBy(deadline)) {
                LOG.warn("{} did not stop within {} ms and is killed", server.name(), limit.toMillis());
            }
            server.kill();
            PidFile.delete(server.folder.pidFile(server.name()));
        }
    }

    private void ask() {
        if (isAlive()) {
            resume();
            Signals.send(command.stopSignal().name(), List.of(pid()));
        }
    }

    /** Goes on waiting when interrupted, because a server that is forgotten now stays behind; the interrupt is kept. */
    private boolean endsBy(Deadline deadline) {
        Process current = process;
        boolean interrupted = false;
        try {
            while (current != null) {
                try {
                    return current.waitFor(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** SIGKILL to the server and its children; returns when the server is gone. Does nothing when it is not there. */
    public void kill() {
        Process current = process;
        if (current == null || !current.isAlive()) {
            return;
        }
        List<ProcessHandle> children = current.descendants().toList();
        current.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        if (!endsBy(Deadline.in(KILL_LIMIT))) {
            throw new StackException(name() + " cannot be killed: process " + current.pid());
        }
    }

    /** SIGSTOP to the server and its children: it keeps its ports and connections and answers nothing. */
    public void suspend() {
        Process current = process;
        if (current == null) {
            return;
        }
        suspended = true;
        // The server first, so that it makes no further children.
        Signals.send("STOP", List.of(current.pid()));
        Signals.send("STOP", current.descendants().map(ProcessHandle::pid).toList());
    }

    /** SIGCONT: the server goes on where {@link #suspend()} froze it. */
    public void resume() {
        Process current = process;
        if (current == null || !suspended) {
            return;
        }
        suspended = false;
        List<Long> pids =
                new ArrayList<>(current.descendants().map(ProcessHandle::pid).toList());
        pids.add(current.pid());
        Signals.send("CONT", pids);
    }

    /** Stops the server if it runs, starts it on the same data, and waits until it serves. */
    public synchronized void restart() {
        stop(RESTART_STOP_LIMIT);
        start();
        awaitReady();
    }

    @Override
    public String toString() {
        return name()
                + Optional.ofNullable(process).map(p -> " (" + p.pid() + ")").orElse("");
    }
}
