package dev.souk.audit;

import io.vertx.core.Future;
import java.util.Collection;

/**
 * An invariant that features keep together by messages: between the transaction of the one and that of the other a
 * snapshot may show it broken. Only what stays so for the settle time is a violation.
 */
interface SettlingCheck extends Check {
    /**
     * Looks at earlier suspects alone; cheap.
     *
     * @param ids of suspects that this check found
     * @return a finding whose suspects are those of them that still are
     */
    Future<Finding> lookAgain(Snapshots snapshots, Collection<String> ids);
}
