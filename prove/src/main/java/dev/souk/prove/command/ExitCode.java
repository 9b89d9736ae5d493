package dev.souk.prove.command;

/** As of all of Souk's commands. */
final class ExitCode {
    static final int CLEAN = 0;
    static final int VIOLATION = 1;
    static final int USAGE = 2;
    /** The world could not be built, or could not be looked at in the end: there is no verdict. */
    static final int NO_WORLD = 3;

    static final int STOPPED = 130;

    private ExitCode() {}
}
