package dev.souk.embedded.process;

import dev.souk.embedded.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one server is started and stopped; enough to start it again after a kill.
 *
 * @param name names its log file and its pid file, and stands in every message about it
 * @param arguments the program and its arguments
 * @param environment added to the environment of this JVM
 * @param stopSignal what asks it to stop in good order
 * @param readiness tells that it serves
 * @param startLimit how long it may take until it serves
 * @param before runs before each start, for what a killed predecessor may have left
 */
public record ServerCommand(
        String name,
        List<String> arguments,
        Map<String, String> environment,
        StopSignal stopSignal,
        Readiness readiness,
        Duration startLimit,
        Runnable before) {

    /** The signals that servers take as a request to stop. */
    public enum StopSignal {
        /** The signal on which nearly every program stops. */
        TERM,
        /** PostgreSQL's fast shutdown: its answer to TERM is to wait for every client to leave. */
        INT
    }

    public ServerCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** A command that stops on TERM, is ready at once, and may take 30 seconds. */
    public static ServerCommand of(String name, List<String> arguments) {
        return new ServerCommand(
                name, arguments, Map.of(), StopSignal.TERM, Readiness.AT_ONCE, Duration.ofSeconds(30), () -> {});
    }

    public ServerCommand withEnvironment(Map<String, String> added) {
        return new ServerCommand(name, arguments, added, stopSignal, readiness, startLimit, before);
    }

    public ServerCommand withStopSignal(StopSignal signal) {
        return new ServerCommand(name, arguments, environment, signal, readiness, startLimit, before);
    }

    public ServerCommand withReadiness(Readiness check, Duration limit) {
        return new ServerCommand(name, arguments, environment, stopSignal, check, limit, before);
    }

    public ServerCommand withBefore(Runnable preparation) {
        return new ServerCommand(name, arguments, environment, stopSignal, readiness, startLimit, preparation);
    }
}
