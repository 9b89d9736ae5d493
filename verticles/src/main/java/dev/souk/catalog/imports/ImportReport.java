package dev.souk.catalog.imports;

import java.util.List;

/**
 * The outcome of the lines of an import.
 *
 * @param stocked SKUs that had no stock and were opened with the line's
 * @param skipped lines that were not good
 * @param errors the reasons, for the first of them
 * @param notices content that was passed over although the lines are good, such as an unknown column
 * @param errorsLeftOut how many more lines were skipped than {@code errors} tells of
 */
public record ImportReport(
        long created,
        long updated,
        long unchanged,
        long stocked,
        long skipped,
        List<LineError> errors,
        long errorsLeftOut,
        List<LineError> notices) {
    public ImportReport {
        errors = List.copyOf(errors);
        notices = List.copyOf(notices);
    }

    /** @param line its number; the first is 1, a header counts */
    public record LineError(long line, String message) {}
}
