package dev.souk.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import dev.souk.settings.Settings;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs that a node writes to its standard output: lines for people, or JSON for machines. Both show the key-value
 * pairs of an event, which hold the ids of requests, orders and traces.
 */
public final class NodeLogs {
    private static final String LINE =
            "%d{HH:mm:ss.SSS} %-5level %-24logger{0} %msg%replace( %kvp{NONE}){'^\\s+$',''}%n%throwable";

    /** Libraries that tell at INFO what only their developers want to know. */
    private static final Map<String, Level> QUIETER = Map.of(
            "org.apache.kafka", Level.WARN,
            // Several lines a second while a broker is away, which the shop reports itself.
            "org.apache.kafka.clients.NetworkClient", Level.ERROR,
            "com.hazelcast", Level.WARN,
            // The warning that the CP subsystem is off: the shop does not use it.
            "com.hazelcast.cp", Level.ERROR,
            "org.flywaydb", Level.WARN,
            "io.micrometer", Level.ERROR,
            "io.netty", Level.INFO);

    private NodeLogs() {}

    /** Replaces whatever was configured. */
    public static void configure(Settings.Logs logs, String node) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        Encoder<ILoggingEvent> encoder = logs.format().equals("json") ? new JsonLines(node) : lines(context);
        encoder.setContext(context);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.addFilter(new RequestOfLine());
        console.start();
        Level wanted = Level.valueOf(logs.level());
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(wanted);
        root.addAppender(console);
        QUIETER.forEach(
                (name, quiet) -> context.getLogger(name).setLevel(quiet.isGreaterOrEqual(wanted) ? quiet : wanted));
    }

    private static Encoder<ILoggingEvent> lines(LoggerContext context) {
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        lines.setContext(context);
        lines.setPattern(LINE);
        return lines;
    }
}
