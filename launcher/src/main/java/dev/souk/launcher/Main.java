package dev.souk.launcher;

import dev.souk.launcher.cli.SoukCommand;

/** The program: hands its arguments to the command line and ends with its exit code. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(SoukCommand.commandLine().execute(args));
    }
}
