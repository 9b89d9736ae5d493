package dev.souk.prove.command;

import dev.souk.prove.run.RunOptions;
import java.nio.file.Path;

/**
 * What was asked for.
 *
 * @param command that asks for the same again, the folder left out
 * @param reports folder of histories and reports, made where needed
 * @param soukJar the built launcher
 */
record Assignment(String command, RunOptions options, long seed, boolean naive, Path reports, Path soukJar) {
    Assignment {
        reports = reports.toAbsolutePath().normalize();
    }
}
