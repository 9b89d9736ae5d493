package dev.souk.embedded.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A process that cannot be mistaken for a later one with the same number.
 *
 * <p>On Linux {@code started} is the boot and the clock tick of the start: the instant that Java computes from them
 * moves when the wall clock is set, and a pid file outlives that.
 */
public record ProcessIdentity(long pid, String started) {

    private static final Path PROC = Path.of("/proc");
    private static final Path BOOT_ID = PROC.resolve("sys/kernel/random/boot_id");
    /** Positions after the closing bracket of the name, see proc(5): the state is the 3rd field, the start the 22nd. */
    private static final int STATE = 0;

    private static final int START_TICK = 19;

    /**
     * The identity of the process that has this number now; empty when none has, or when it is dead and only not yet
     * reaped.
     */
    public static Optional<ProcessIdentity> of(long pid) {
        return (Files.isReadable(BOOT_ID) ? startOnLinux(pid) : startElsewhere(pid))
                .map(started -> new ProcessIdentity(pid, started));
    }

    boolean isRunning() {
        return of(pid).filter(this::equals).isPresent();
    }

    private static Optional<String> startOnLinux(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"));
            // The name is in brackets and may itself hold brackets and spaces.
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            if (fields.get(STATE).equals("Z") || fields.get(STATE).equals("X")) {
                return Optional.empty();
            }
            return Optional.of(Files.readString(BOOT_ID).strip() + "/" + fields.get(START_TICK));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static Optional<String> startElsewhere(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(Instant::toString);
    }
}
