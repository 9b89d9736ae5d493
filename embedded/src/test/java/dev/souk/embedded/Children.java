package dev.souk.embedded;

import dev.souk.embedded.process.ProcessIdentity;
import java.util.Set;
import java.util.stream.Collectors;

/** The processes that this JVM has started, directly or not, and that live at the moment. */
record Children(Set<Long> pids) {

    static Children now() {
        return new Children(ProcessHandle.current()
                .descendants()
                .map(ProcessHandle::pid)
                .filter(pid -> ProcessIdentity.of(pid).isPresent())
                .collect(Collectors.toSet()));
    }

    Set<Long> newSince(Children earlier) {
        return pids.stream().filter(pid -> !earlier.pids.contains(pid)).collect(Collectors.toSet());
    }
}
