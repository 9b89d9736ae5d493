package dev.souk.prove.check.promise;

import dev.souk.prove.check.facts.FactKind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A promise and the statement that finds where it was broken.
 *
 * @param promise in words
 * @param needs kinds of facts without which it cannot be checked
 * @param checked a query of one number: how many things it is checked on
 * @param violations a query of {@code subject}, {@code detail} and {@code excess}, a row for each violation; a row
 *     without excess counts as none
 * @param unit of the excess, where it has one
 */
public record Check(
        String name,
        String promise,
        Set<FactKind> needs,
        String checked,
        String violations,
        @Nullable String unit) {

    public static Check of(String name, String promise, Set<FactKind> needs, String checked, String violations) {
        return new Check(name, promise, needs, checked, violations, null);
    }

    /** One whose violations can be added up. */
    public static Check counting(
            String unit, String name, String promise, Set<FactKind> needs, String checked, String violations) {
        return new Check(name, promise, needs, checked, violations, unit);
    }
}
