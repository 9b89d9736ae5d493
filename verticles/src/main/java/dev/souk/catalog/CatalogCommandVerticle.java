package dev.souk.catalog;

import dev.souk.bus.Bus;
import dev.souk.catalog.CatalogDecisions.Decision;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.DeleteOutcome;
import dev.souk.catalog.message.CatalogEndpoints.DeleteProduct;
import dev.souk.catalog.message.CatalogEndpoints.ImportProducts;
import dev.souk.catalog.message.CatalogEndpoints.Imported;
import dev.souk.catalog.message.CatalogEndpoints.ImportedProduct;
import dev.souk.catalog.message.CatalogEndpoints.ProductsChanged;
import dev.souk.catalog.message.CatalogEndpoints.PutOutcome;
import dev.souk.catalog.message.CatalogEndpoints.PutProduct;
import dev.souk.catalog.message.CatalogEvents;
import dev.souk.catalog.message.CatalogEvents.ProductDeleted;
import dev.souk.catalog.message.Product;
import dev.souk.messaging.event.Decided;
import dev.souk.messaging.event.NewEvent;
import dev.souk.messaging.outbox.Facts;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes the products for sale: lock the SKUs in sorted order, decide, write rows and facts in one transaction. A
 * caller that has the answer reads the change on this node. A hint tells the other nodes, and the feed does where the
 * hint was lost.
 */
public final class CatalogCommandVerticle extends VerticleBase {
    private final Bus bus;
    private final Facts facts;
    private final CatalogCache cache;
    private final Clock clock;
    private final CatalogRepository products = new CatalogRepository();

    public CatalogCommandVerticle(Bus bus, Facts facts, CatalogCache cache, Clock clock) {
        this.bus = bus;
        this.facts = facts;
        this.cache = cache;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        return Future.all(
                bus.serve(CatalogEndpoints.PUT, this::put),
                bus.serve(CatalogEndpoints.DELETE, this::delete),
                bus.serve(CatalogEndpoints.IMPORT, this::importAll));
    }

    private Future<PutOutcome> put(PutProduct command) {
        Instant at = now();
        return change(
                "catalog-put",
                Set.of(command.sku()),
                command.traceparent(),
                stored -> CatalogDecisions.put(stored.get(command.sku()), command, at));
    }

    private Future<DeleteOutcome> delete(DeleteProduct command) {
        Instant at = now();
        return change(
                "catalog-delete",
                Set.of(command.sku()),
                command.traceparent(),
                stored -> CatalogDecisions.delete(stored.get(command.sku()), command, at));
    }

    private Future<Imported> importAll(ImportProducts command) {
        Instant at = now();
        Set<String> skus = command.products().stream().map(ImportedProduct::sku).collect(Collectors.toSet());
        return change(
                "catalog-import",
                skus,
                command.traceparent(),
                stored -> CatalogDecisions.importAll(stored, command.products(), at));
    }

    /** A run whose commit was not answered may have written: its SKUs are forgotten with those of the last run. */
    private <T> Future<T> change(
            String name,
            Set<String> skus,
            @Nullable String traceparent,
            Function<Map<String, StoredProduct>, Decision<T>> decide) {
        Set<String> written = new LinkedHashSet<>();
        return facts.commit(
                        name,
                        tx -> products.lock(tx, skus).compose(stored -> {
                            Decision<T> decision = decide.apply(stored);
                            decision.writes()
                                    .forEach(row -> written.add(row.product().sku()));
                            return products.write(tx, decision.writes())
                                    .map(new Decided<>(decision.outcome(), events(decision, traceparent)));
                        }))
                .onComplete(done -> forget(written));
    }

    private void forget(Set<String> skus) {
        if (!skus.isEmpty()) {
            cache.changed(skus);
            bus.hint(CatalogEndpoints.CHANGED, new ProductsChanged(List.copyOf(skus)));
        }
    }

    private static List<NewEvent<?>> events(Decision<?> decision, @Nullable String traceparent) {
        return decision.writes().stream()
                .<NewEvent<?>>map(row -> event(row, traceparent))
                .toList();
    }

    private static NewEvent<?> event(StoredProduct row, @Nullable String traceparent) {
        Product product = row.product();
        return row.deleted()
                ? NewEvent.of(
                        CatalogEvents.DELETED,
                        product.sku(),
                        product.version(),
                        product.updatedAt(),
                        traceparent,
                        new ProductDeleted(product.sku(), product.version()))
                : NewEvent.of(
                        CatalogEvents.CHANGED,
                        product.sku(),
                        product.version(),
                        product.updatedAt(),
                        traceparent,
                        product);
    }

    /** As exact as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
