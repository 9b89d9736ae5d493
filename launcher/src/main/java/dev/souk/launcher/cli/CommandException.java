package dev.souk.launcher.cli;

/** Why a command ends early: an exit code and a line for people. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exit;

    private CommandException(int exit, String line) {
        super(line);
        this.exit = exit;
    }

    public static CommandException usage(String line) {
        return new CommandException(ExitCode.USAGE, line);
    }

    static CommandException unreachable(String line) {
        return new CommandException(ExitCode.UNREACHABLE, line);
    }

    public static CommandException failed(String line) {
        return new CommandException(ExitCode.FALSE, line);
    }

    int exit() {
        return exit;
    }
}
