package dev.souk.prove.command;

import dev.souk.prove.run.RunOptions;
import java.nio.file.Path;

/**
 * A run as the command line asks for it.
 *
 * @param command the command line that asks for the same run again, without the folder
 * @param reports folder of histories and reports, made where needed
 * @param soukJar the built launcher
 */
record Assignment(String command, RunOptions options, long seed, boolean naive, Path reports, Path soukJar) {
    Assignment {
        reports = reports.toAbsolutePath().normalize();
    }
}
