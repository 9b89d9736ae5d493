package dev.souk.launcher;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The duration of each step of a node's start, for its log: operators look there for the cause of a slow start. */
final class StartTimes {
    private final List<String> steps = new ArrayList<>();
    private final long began = ManagementFactory.getRuntimeMXBean().getStartTime();
    private long last = began;

    /** Ends a step that began when the last one ended; the first began with this JVM. */
    synchronized void ended(String step) {
        long now = System.currentTimeMillis();
        steps.add(step + " " + seconds(now - last));
        last = now;
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }

    /** {@code 6.1 s (7.9 s of processors): program 0.8 s, cluster 2.9 s, ...} */
    @Override
    public synchronized String toString() {
        return seconds(last - began) + processors() + ": " + String.join(", ", steps);
    }

    /** Tells a start that had much to do from one that had to wait. */
    private static String processors() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(used -> " (" + seconds(used.toMillis()) + " of processors)")
                .orElse("");
    }
}
