package dev.souk.launcher.dev.control;

import java.util.Locale;

/** Whether a part of the shop works. */
enum PartState {
    RUNNING,
    /** It has its ports and its connections, and answers nothing. */
    FROZEN,
    DOWN,
    STARTING;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
