package dev.souk.prove.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers and times as the report writes them. */
public final class Words {
    public static final String NONE = "–";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    public static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    public static String count(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }

    /** {@code 87 ms}, {@code 4.2 s}, {@code 63 s}. */
    public static String millis(@Nullable Number millis) {
        if (millis == null) {
            return NONE;
        }
        double value = millis.doubleValue();
        if (value < 10 && value != Math.rint(value)) {
            return String.format(Locale.ROOT, "%.1f ms", value);
        }
        if (value < 1_000) {
            return String.format(Locale.ROOT, "%.0f ms", value);
        }
        return String.format(Locale.ROOT, value < 10_000 ? "%.1f s" : "%.0f s", value / 1_000);
    }

    /** Of the run: {@code 12.3 s}. */
    public static String at(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }

    /** Never rounded up to all, nor down to nothing. */
    public static String percent(long part, long whole) {
        if (whole == 0) {
            return NONE;
        }
        double percent = 100.0 * part / whole;
        if (part < whole && percent >= 99.95) {
            return "99.9 %";
        }
        if (part > 0 && percent < 0.05) {
            return "0.1 %";
        }
        return String.format(Locale.ROOT, percent == Math.rint(percent) ? "%.0f %%" : "%.1f %%", percent);
    }

    public static String time(Instant at) {
        return TIME.format(at) + " UTC";
    }

    /** Without the year: {@code 03-14 15:09:26}. */
    public static String clock(Instant at) {
        return TIME.format(at).substring(5);
    }

    public static String bytes(long bytes) {
        double mega = bytes / 1_048_576.0;
        return mega < 1_024
                ? String.format(Locale.ROOT, "%.1f MiB", mega)
                : String.format(Locale.ROOT, "%.1f GiB", mega / 1_024);
    }
}
