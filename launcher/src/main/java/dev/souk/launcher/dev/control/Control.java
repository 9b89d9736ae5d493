package dev.souk.launcher.dev.control;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a shop, a crowd before it, and the log of both. Thread-safe. */
final class Control implements AutoCloseable {
    private final Parts parts;
    private final LiveNodes nodes;
    private final EventLog events;
    private @Nullable Crowd crowd;

    Control(Parts parts, LiveNodes nodes, EventLog events) {
        this.parts = parts;
        this.nodes = nodes;
        this.events = events;
    }

    void act(String part, PartAction action) {
        parts.act(part, action);
    }

    synchronized void gather(CrowdPlan plan) {
        disperse();
        events.add("a crowd of " + plan.buyers() + " comes (" + plan.kind() + ", "
                + plan.time().toSeconds() + " s)");
        crowd = Crowd.start(plan, nodes);
    }

    /** Sends the crowd home; its counts are still shown. */
    synchronized void disperse() {
        Crowd running = crowd;
        if (running != null && running.isRunning()) {
            events.add("the crowd is sent home");
            running.close();
        }
    }

    /**
     * <pre>
     *  {parts:  [{name, kind, state}],
     *   crowd:  {running, kind, buyers, asked, again, accepted, refused, unresolved, longestGapMillis,
     *            slowestMillis}; absent before the first,
     *   events: [{at, text}], the newest first}
     * </pre>
     */
    synchronized Map<String, Object> state() {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("parts", parts.all().stream().map(Control::shown).toList());
        Crowd last = crowd;
        if (last != null) {
            state.put("crowd", shown(last));
        }
        state.put("events", events.lines());
        return state;
    }

    private static Map<String, Object> shown(Part part) {
        return Map.of(
                "name",
                part.name(),
                "kind",
                part.kind().word(),
                "state",
                part.state().word());
    }

    private static Map<String, Object> shown(Crowd crowd) {
        CrowdCounts.Snapshot counts = crowd.counts().snapshot();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("running", crowd.isRunning());
        shown.put("kind", crowd.plan().kind());
        shown.put("buyers", counts.buyers());
        shown.put("asked", counts.asked());
        shown.put("again", counts.again());
        shown.put("accepted", counts.accepted());
        shown.put("refused", counts.refused());
        shown.put("unresolved", counts.unresolved());
        shown.put("longestGapMillis", counts.longestGapMillis());
        shown.put("slowestMillis", counts.slowestMillis());
        return shown;
    }

    /** Nothing is started any more. */
    @Override
    public void close() {
        parts.close();
        disperse();
    }
}
