package dev.souk.launcher.dev.control;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A kind of process of a {@code souk dev}. */
enum PartKind {
    NODE("souk"),
    POSTGRES("postgres"),
    KAFKA("kafka"),
    REDIS("redis"),
    PROVIDER("sandbox");

    private final String prefix;

    PartKind(String prefix) {
        this.prefix = prefix;
    }

    /** @param process its name, such as {@code redis-3}; a number may follow the kind's own word */
    static Optional<PartKind> of(String process) {
        return Stream.of(values())
                .filter(kind -> process.matches(kind.prefix + "(-\\d+)?"))
                .findFirst();
    }

    /** As the pages and the addresses write it: {@code node}, {@code redis}, ... */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
