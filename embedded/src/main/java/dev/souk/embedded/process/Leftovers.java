package dev.souk.embedded.process;

import dev.souk.embedded.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Servers of a launcher that was killed before it could stop them: found by their pid files, and stopped. */
public final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration LIMIT = Duration.ofSeconds(6);

    private Leftovers() {}

    /** Stops every process that a pid file in {@code run} names; returns when all of them are gone. */
    public static void stop(Path run) throws IOException {
        List<Leftover> leftovers = new ArrayList<>();
        for (Path file : pidFiles(run)) {
            Optional<PidFile> found = PidFile.read(file);
            found.filter(pidFile -> pidFile.identity().isRunning())
                    .flatMap(Leftover::of)
                    .ifPresent(leftovers::add);
        }
        leftovers.forEach(Leftover::ask);
        Deadline deadline = Deadline.in(LIMIT);
        while (leftovers.stream().anyMatch(Leftover::isRunning) && !deadline.hasPassed()) {
            deadline.pause();
        }
        leftovers.forEach(Leftover::kill);
        Deadline gone = Deadline.in(LIMIT);
        for (Leftover leftover : leftovers) {
            while (leftover.isRunning()) {
                if (gone.hasPassed()) {
                    throw new StackException("A server of an earlier start cannot be stopped: process "
                            + leftover.file().identity().pid() + ", see "
                            + leftover.file().path());
                }
                gone.pause();
            }
        }
        for (Path file : pidFiles(run)) {
            Files.deleteIfExists(file);
        }
    }

    private static List<Path> pidFiles(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".pid"))
                    .toList();
        }
    }

    /** The children are noted while the parent lives: afterwards nothing tells whose they were. */
    private record Leftover(PidFile file, ProcessHandle root, List<ProcessHandle> children) {

        static Optional<Leftover> of(PidFile file) {
            return ProcessHandle.of(file.identity().pid())
                    .map(root -> new Leftover(file, root, root.descendants().toList()));
        }

        void ask() {
            LOG.info("stopping {}, left by an earlier start", file.path().getFileName());
            List<Long> pids = new ArrayList<>(List.of(root.pid()));
            children.forEach(child -> pids.add(child.pid()));
            Signals.send("CONT", pids);
            Signals.send(file.stopSignal().name(), List.of(root.pid()));
        }

        boolean isRunning() {
            return file.identity().isRunning();
        }

        void kill() {
            root.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
