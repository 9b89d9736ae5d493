package dev.souk.launcher.dev;

import dev.souk.bus.UnavailableException;
import dev.souk.embedded.StackException;
import dev.souk.launcher.client.Answer;
import dev.souk.launcher.client.CatalogUpload;
import dev.souk.launcher.client.ShopClient;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;

/** The products of a fresh {@code souk dev}, brought in as a merchant does it: over HTTP. */
final class SampleCatalog {
    private static final String RESOURCE = "/sample/catalog.ndjson";

    private final ShopClient shop;

    SampleCatalog(ShopClient shop) {
        this.shop = shop;
    }

    /** @return how many products came; none when there were some already */
    Optional<Long> loadWhereThereIsNone() throws InterruptedException {
        return firstSku().isPresent() ? Optional.empty() : Optional.of(load());
    }

    /** @return some product that can be ordered; none in an empty shop */
    Optional<String> firstSku() throws InterruptedException {
        Answer page = answered("list the products", () -> shop.get("/v1/products?limit=1", ""));
        return Optional.of(page.body().path("items").path(0).path("sku").asText())
                .filter(sku -> !sku.isEmpty());
    }

    private long load() throws InterruptedException {
        String merchant = shop.devToken("souk-dev", List.of("merchant"));
        Answer report = answered(
                "take the sample catalog",
                () -> shop.stream(
                        "/v1/products/import",
                        merchant,
                        CatalogUpload.NDJSON,
                        BodyPublishers.ofInputStream(SampleCatalog::open)));
        return report.body().path("created").asLong();
    }

    private interface Call {
        Answer answer() throws InterruptedException;
    }

    private static Answer answered(String what, Call call) throws InterruptedException {
        try {
            Answer answer = call.answer();
            if (answer.ok()) {
                return answer;
            }
            throw new StackException("The shop does not " + what + ": " + answer.problem());
        } catch (UnavailableException e) {
            throw new StackException("The shop does not " + what + ": " + e.getMessage(), e);
        }
    }

    private static InputStream open() {
        InputStream in = SampleCatalog.class.getResourceAsStream(RESOURCE);
        if (in == null) {
            throw new IllegalStateException(RESOURCE + " is not on the class path");
        }
        return in;
    }
}
