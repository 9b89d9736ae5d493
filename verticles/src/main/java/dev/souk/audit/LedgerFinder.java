package dev.souk.audit;

import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** Knows whether there is a provider's ledger to read: the sandbox has its books on the shop's own database server. */
final class LedgerFinder {
    private static final String DATABASE = "SELECT count(*) FROM pg_database WHERE datname = $1";

    Future<Boolean> isThere(SqlClient shop, Settings settings) {
        return settings.payment().provider().equals(Settings.Payment.SANDBOX)
                ? shop.preparedQuery(DATABASE)
                        .execute(Tuple.of(settings.sandbox().database()))
                        .map(rows -> rows.iterator().next().getLong(0) > 0)
                : Future.succeededFuture(false);
    }
}
