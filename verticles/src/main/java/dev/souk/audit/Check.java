package dev.souk.audit;

import io.vertx.core.Future;
import java.util.List;

/**
 * One invariant that one transaction keeps: it holds in every snapshot, so that whatever breaks it is a violation at
 * once. Where several transactions keep it together, it is a {@link SettlingCheck}.
 */
interface Check {
    /** Stable: alerts and tests go by it. */
    String name();

    /** Looks at everything. */
    Future<Finding> look(Snapshots snapshots);

    /** What may put a violation right; none where nothing that is written down tells what is right. */
    default List<Remedy> remedies() {
        return List.of();
    }
}
