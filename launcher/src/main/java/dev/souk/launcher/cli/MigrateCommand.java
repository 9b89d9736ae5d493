package dev.souk.launcher.cli;

import dev.souk.launcher.Migrations;
import dev.souk.settings.Settings;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Brings the schema up to this program's version. */
@Command(
        name = "migrate",
        description = "Brings the database's schema up to this version.",
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Mixin
    private final SettingsOptions.PortOffset offset = new SettingsOptions.PortOffset();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() {
        Settings settings = options.load(offset.orNull());
        PrintWriter out = spec.commandLine().getOut();
        Migrations migrations = new Migrations(settings.sql());
        report(out, settings.sql().database(), migrations.migrateShop());
        if (settings.sandbox().enabled()) {
            report(out, settings.sandbox().database(), migrations.migrateSandbox(settings.sandbox()));
        }
        return ExitCode.DONE;
    }

    private static void report(PrintWriter out, String database, Migrations.Outcome outcome) {
        String done = outcome.applied() == 0
                ? "is at version " + outcome.version() + " already"
                : "went to version " + outcome.version() + " (" + outcome.applied() + " steps)";
        out.println(database + " " + done + ": " + serverName(outcome.server()));
        out.flush();
    }

    /** {@code PostgreSQL 18.4 on x86_64-pc-linux-gnu, compiled by ...}: the first two words are of interest. */
    static String serverName(String version) {
        String[] words = version.split(" ");
        return version.startsWith("CockroachDB") && words.length > 2
                ? words[0] + " " + words[2]
                : words.length > 1 ? words[0] + " " + words[1] : version;
    }
}
