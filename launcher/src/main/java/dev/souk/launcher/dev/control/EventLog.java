package dev.souk.launcher.dev.control;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The newest things that happened, the newest first. Thread-safe. */
final class EventLog {
    private static final int KEPT = 50;

    private final InstantSource clock;
    private final ArrayDeque<Line> lines = new ArrayDeque<>();

    record Line(Instant at, String text) {}

    EventLog(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void add(String text) {
        lines.addFirst(new Line(clock.instant(), text));
        if (lines.size() > KEPT) {
            lines.removeLast();
        }
    }

    synchronized List<Line> lines() {
        return new ArrayList<>(lines);
    }
}
