package dev.souk.launcher.cli;

import dev.souk.bus.UnavailableException;
import dev.souk.embedded.StackException;
import dev.souk.launcher.Migrations.MigrationException;
import dev.souk.launcher.Schema.NotMigratedException;
import dev.souk.settings.SettingsException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one line on standard error and an exit code; a stack trace only for who asks for it. */
final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {
    /** {@code SOUK_JAVA_OPTS=-Dsouk.trace=true} */
    private static final String TRACE = "souk.trace";

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) {
        Throwable cause = unwrapped(thrown);
        PrintWriter err = command.getErr();
        if (Boolean.getBoolean(TRACE)) {
            cause.printStackTrace(err);
        }
        line(cause).lines().forEach(line -> err.println("souk: " + line));
        err.flush();
        return exit(cause);
    }

    @Override
    public int handleParseException(ParameterException thrown, String[] arguments) {
        CommandLine command = thrown.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("souk: " + thrown.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(thrown, err)) {
            err.println("'" + command.getCommandSpec().qualifiedName() + " --help' says what it takes.");
        }
        err.flush();
        return ExitCode.USAGE;
    }

    private static Throwable unwrapped(Throwable thrown) {
        Throwable cause = thrown.getCause();
        boolean wrapper = thrown instanceof ExecutionException || thrown instanceof CompletionException;
        return wrapper && cause != null ? unwrapped(cause) : thrown;
    }

    static int exit(Throwable failure) {
        return switch (failure) {
            case CommandException command -> command.exit();
            case SettingsException settings -> ExitCode.USAGE;
            case StackException stack -> ExitCode.UNREACHABLE;
            case UnavailableException unavailable -> ExitCode.UNREACHABLE;
            case MigrationException migration -> migration.unreachable() ? ExitCode.UNREACHABLE : ExitCode.FALSE;
            case NotMigratedException schema -> ExitCode.FALSE;
            case IOException io -> ExitCode.UNREACHABLE;
            default -> ExitCode.FALSE;
        };
    }

    static String line(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case CommandException command -> message;
            case SettingsException settings -> message;
            case StackException stack -> message;
            case MigrationException migration -> message;
            case NotMigratedException schema -> message;
            case UnavailableException unavailable -> message;
            case IllegalStateException state -> firstLine(message);
            default -> failure.getClass().getSimpleName() + ": " + firstLine(message);
        };
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("no reason given");
    }
}
