package dev.souk.audit.store;

import io.vertx.sqlclient.SqlClient;
import org.jspecify.annotations.Nullable;

/**
 * Each database as it was at one moment, all but the same one.
 *
 * @param ledger the payment provider's; absent where it is none of ours to read
 */
public record Snapshots(SqlClient shop, @Nullable SqlClient ledger) {}
