package dev.souk.launcher.cli.terminal;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Seconds on a command line, {@code 30}, {@code 30s} or {@code 0.5}, up to a day. */
public final class Seconds implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        if (!text.matches("\\d{1,5}(\\.\\d{1,3})?s?")) {
            throw new TypeConversionException("'" + text + "' is no number of seconds");
        }
        String number = text.endsWith("s") ? text.substring(0, text.length() - 1) : text;
        return Duration.ofMillis(
                new java.math.BigDecimal(number).movePointRight(3).longValueExact());
    }
}
