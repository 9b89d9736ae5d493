package dev.souk.audit.invariant;

import dev.souk.audit.store.Finding;
import dev.souk.audit.store.Snapshots;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One invariant of the shop, and how it is checked.
 *
 * <p>One transaction keeps it, or several do by messages. In the first case every snapshot shows it kept, and a suspect
 * is a violation at once. In the second case a snapshot between two of the transactions may show it broken, and only a
 * suspect that stays suspect for the settle time is a violation.
 *
 * @param name stable: alerts and tests go by it
 * @param suspects finds everything that breaks the invariant
 * @param still finds which of the suspects with these ids still break it; cheap. Absent where one transaction keeps the
 *     invariant
 * @param remedies may put a violation right; none where nothing that is stored tells what is right
 */
public record Invariant(
        String name,
        Function<Snapshots, Future<Finding>> suspects,
        @Nullable BiFunction<Snapshots, Collection<String>, Future<Finding>> still,
        List<Remedy> remedies) {

    public Invariant {
        remedies = List.copyOf(remedies);
    }

    /** An invariant that holds in every snapshot. */
    static Invariant always(String name, Function<Snapshots, Future<Finding>> suspects, Remedy... remedies) {
        return new Invariant(name, suspects, null, List.of(remedies));
    }

    /** An invariant that features keep together by messages. */
    static Invariant settling(
            String name,
            Function<Snapshots, Future<Finding>> suspects,
            BiFunction<Snapshots, Collection<String>, Future<Finding>> still,
            Remedy... remedies) {
        return new Invariant(name, suspects, still, List.of(remedies));
    }
}
