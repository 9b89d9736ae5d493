package dev.souk.audit;

import dev.souk.embedded.SharedStack;
import dev.souk.sql.SqlPool;
import dev.souk.testing.TestDatabase;
import io.vertx.sqlclient.Pool;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/** The books of a sandbox provider that agree with those of a {@link CleanShop}. */
final class CleanLedger implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Pool pool;

    private CleanLedger(Pool pool) {
        this.pool = pool;
    }

    /** @return a name for {@code sandbox.database} whose database there is */
    static String create() {
        String name = "audit_ledger_" + COUNT.incrementAndGet();
        SharedStack.get().postgres().createDatabase(name);
        Flyway.configure()
                .dataSource(SharedStack.get().postgres().jdbcUrl(name), "souk", "")
                .locations("classpath:db/sandbox")
                .load()
                .migrate();
        return name;
    }

    /** @param shop whose settings name a ledger that {@link #create} made */
    static CleanLedger of(TestDatabase shop) {
        return new CleanLedger(SqlPool.open(
                shop.vertx, shop.settings.sql(), shop.settings.sandbox().database()));
    }

    void load(int orders) {
        run(CleanShop.script("clean-ledger.sql", orders));
    }

    void run(String sql) {
        TestDatabase.await(pool.query(sql).execute());
    }

    @Override
    public void close() {
        TestDatabase.await(pool.close());
    }
}
