package dev.souk.edge.routes;

import dev.souk.bus.Bus;
import dev.souk.catalog.message.CatalogEndpoints;
import dev.souk.catalog.message.CatalogEndpoints.DeleteOutcome;
import dev.souk.catalog.message.CatalogEndpoints.DeleteProduct;
import dev.souk.catalog.message.CatalogEndpoints.Deleted;
import dev.souk.catalog.message.CatalogEndpoints.InvalidProduct;
import dev.souk.catalog.message.CatalogEndpoints.ListProducts;
import dev.souk.catalog.message.CatalogEndpoints.NoSuchProduct;
import dev.souk.catalog.message.CatalogEndpoints.ProductPage;
import dev.souk.catalog.message.CatalogEndpoints.Products;
import dev.souk.catalog.message.CatalogEndpoints.ProductsBySku;
import dev.souk.catalog.message.CatalogEndpoints.PutOutcome;
import dev.souk.catalog.message.CatalogEndpoints.PutProduct;
import dev.souk.catalog.message.CatalogEndpoints.Stored;
import dev.souk.catalog.message.CatalogEndpoints.VersionMismatch;
import dev.souk.catalog.message.CatalogEndpoints.Violation;
import dev.souk.catalog.message.Product;
import dev.souk.catalog.message.ProductContent;
import dev.souk.edge.contract.FieldError;
import dev.souk.edge.headers.PublicCaching;
import dev.souk.edge.http.Answer;
import dev.souk.edge.http.Call;
import dev.souk.edge.http.EntityTags;
import dev.souk.edge.http.Precondition;
import dev.souk.edge.http.Problem;
import dev.souk.edge.http.ProblemCode;
import dev.souk.edge.http.Reply;
import dev.souk.edge.json.ProductJson;
import dev.souk.edge.ready.ReadyAnswers;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Products: read, written, taken off sale. */
public final class ProductRoutes {
    public static final Cursors CURSORS = new Cursors('p');

    private final Bus bus;
    private final ReadyAnswers ready;
    private final PublicCaching caching;

    public ProductRoutes(Bus bus, ReadyAnswers ready, PublicCaching caching) {
        this.bus = bus;
        this.ready = ready;
        this.caching = caching;
    }

    public Future<Answer> list(Call call) {
        String query = call.query("query");
        String category = call.query("category");
        String cursor = call.query("cursor");
        ListProducts question = new ListProducts(
                query == null ? "" : query,
                category == null ? "" : category,
                call.query("limit", Pages.LIMIT),
                cursor == null ? "" : CURSORS.decode(cursor));
        return bus.askAgain(CatalogEndpoints.LIST, question).map(this::page);
    }

    private Answer page(ProductPage page) {
        String next = page.next();
        return Reply.of(200, ProductJson.page(page, next == null ? null : CURSORS.encode(next)))
                .withAge(page.age())
                .withCaching(caching.control());
    }

    public Future<Answer> get(Call call) {
        String sku = call.path("sku");
        String known = call.list(HttpHeaders.IF_NONE_MATCH);
        long asked = ready.now();
        return bus.askAgain(CatalogEndpoints.PRODUCTS, new ProductsBySku(List.of(sku), true))
                .map(found -> product(sku, found, known, asked));
    }

    private Answer product(String sku, Products found, @Nullable String known, long asked) {
        if (found.products().isEmpty()) {
            ready.forget(List.of(sku));
            return Problem.of(ProblemCode.PRODUCT_NOT_FOUND);
        }
        Product product = found.products().getFirst();
        String tag = EntityTags.of(product.version());
        if (EntityTags.names(known, product.version())) {
            return Reply.empty(304).withEtag(tag).withAge(found.age()).withCaching(caching.control());
        }
        Buffer body = ProductJson.of(product);
        Long freshMillis = found.freshMillis();
        if (freshMillis != null) {
            ready.keep(sku, product.version(), body, tag, asked, freshMillis, found.readMillis());
        }
        return Reply.of(200, body).withEtag(tag).withAge(found.age()).withCaching(caching.control());
    }

    public Future<Answer> put(Call call) {
        String sku = call.path("sku");
        ProductContent content = content(call.body());
        String traceparent = call.traceparent();
        return Precondition.of(call)
                .hold(
                        ifMatch -> bus.ask(CatalogEndpoints.PUT, new PutProduct(sku, content, ifMatch, traceparent)),
                        ProductRoutes::otherVersion)
                .onComplete(over -> ready.forget(List.of(sku)))
                .map(outcome -> stored(call, outcome));
    }

    private static @Nullable Long otherVersion(Object outcome) {
        return outcome instanceof VersionMismatch(long version) ? Long.valueOf(version) : null;
    }

    private static ProductContent content(JsonObject body) {
        return new ProductContent(
                body.getString("name"),
                body.getString("description", ""),
                body.getString("category", ""),
                Bodies.money(body.getJsonObject("price")));
    }

    private static Answer stored(Call call, PutOutcome outcome) {
        return switch (outcome) {
            case Stored(Product product, boolean created) -> {
                Reply reply = Reply.of(created ? 201 : 200, ProductJson.of(product))
                        .withEtag(EntityTags.of(product.version()));
                yield created ? reply.withLocation(call.request().path()) : reply;
            }
            case VersionMismatch(long version) -> Precondition.failed(version);
            case InvalidProduct(List<Violation> violations) ->
                Problem.invalid(violations.stream()
                        .map(violation -> new FieldError(violation.field(), violation.message()))
                        .toList());
        };
    }

    public Future<Answer> delete(Call call) {
        String sku = call.path("sku");
        String traceparent = call.traceparent();
        return Precondition.of(call)
                .hold(
                        ifMatch -> bus.ask(CatalogEndpoints.DELETE, new DeleteProduct(sku, ifMatch, traceparent)),
                        ProductRoutes::otherVersion)
                .onComplete(over -> ready.forget(List.of(sku)))
                .map(ProductRoutes::deleted);
    }

    private static Answer deleted(DeleteOutcome outcome) {
        return switch (outcome) {
            case Deleted done -> Reply.empty(204);
            case NoSuchProduct unknown -> Problem.of(ProblemCode.PRODUCT_NOT_FOUND);
            case VersionMismatch(long version) -> Precondition.failed(version);
        };
    }
}
