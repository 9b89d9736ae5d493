package dev.souk.launcher.retail;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A line of the data set whose fields could be read.
 *
 * @param line its number in the file
 * @param code stock code, fit to be a SKU
 * @param description may be empty
 * @param quantity negative for what came back
 * @param price pounds; may be zero or negative
 * @param at absent when the date is written in no known way
 * @param customer absent where the file knows none
 */
record RetailRow(
        long line,
        String invoice,
        String code,
        String description,
        long quantity,
        BigDecimal price,
        @Nullable LocalDateTime at,
        @Nullable String customer) {

    /** By date, undated lines first; lines of one minute in the order of the file. */
    static final Comparator<RetailRow> EARLIEST_FIRST = Comparator.comparing(
                    RetailRow::at, Comparator.nullsFirst(Comparator.<LocalDateTime>naturalOrder()))
            .thenComparingLong(RetailRow::line);

    boolean isLaterThan(@Nullable RetailRow other) {
        return other == null || EARLIEST_FIRST.compare(this, other) > 0;
    }
}
