package dev.souk.launcher.dev.control;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** An action on a part of the shop. */
enum PartAction {
    /** SIGKILL. */
    KILL,
    /** SIGSTOP. */
    FREEZE,
    /** SIGCONT. */
    THAW,
    /** Starts it again on the data that it left. */
    START;

    static Optional<PartAction> of(String word) {
        return Stream.of(values()).filter(action -> action.word().equals(word)).findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
