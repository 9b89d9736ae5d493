package dev.souk.prove.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.souk.prove.check.promise.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of the checks of one promise.
 *
 * @param promise in words, for the report
 * @param checked how many things it was checked on
 * @param count of all violations; {@code violations} are the first of them
 * @param excess the violations' sum in {@code unit}, where they have one: units oversold, minor units overcharged
 * @param skipped why it was not checked at all
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Verdict(
        String name,
        String promise,
        boolean ok,
        long checked,
        long count,
        long excess,
        @Nullable String unit,
        List<Violation> violations,
        @Nullable String skipped) {
    public Verdict {
        violations = List.copyOf(violations);
    }

    static Verdict skipped(Check check, String why) {
        return new Verdict(check.name(), check.promise(), true, 0, 0, 0, check.unit(), List.of(), why);
    }
}
