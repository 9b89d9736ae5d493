package dev.souk.launcher.cli;

/** The exit codes of commands, and their meaning. */
public final class ExitCode {
    public static final int DONE = 0;
    /** The thing checked is false: a violation, an order not settled, an HTTP fault. */
    public static final int FALSE = 1;
    /** The command line or the settings cannot be used. */
    public static final int USAGE = 2;
    /** A server that the command needs cannot be reached or started. */
    public static final int UNREACHABLE = 3;

    private ExitCode() {}
}
