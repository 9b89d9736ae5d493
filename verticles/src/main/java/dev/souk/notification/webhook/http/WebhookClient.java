package dev.souk.notification.webhook.http;

import dev.souk.bus.BusyException;
import dev.souk.notification.webhook.domain.AttemptResult;
import dev.souk.notification.webhook.domain.EndpointUrl;
import dev.souk.notification.webhook.domain.PublicAddress;
import dev.souk.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrustOptions;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Posts webhooks over HTTP/1.1. The address that is connected to is the one that was checked: a name is looked up once
 * for each attempt, here, and is not looked up again. The certificate is checked against the name all the same.
 *
 * <p>Redirects are not followed. Of an answer the status counts; its body is let go. Everything together has the
 * settings' time-out. For one context.
 */
public final class WebhookClient {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int KEEP_ALIVE_SECONDS = 20;

    private final Vertx vertx;
    private final Settings.Webhooks settings;
    private final Names names;
    private final HttpClient client;

    /** @param trust the authorities whose certificates are good; absent: those of the platform */
    public WebhookClient(Vertx vertx, Settings.Webhooks settings, Names names, @Nullable TrustOptions trust) {
        this.vertx = vertx;
        this.settings = settings;
        this.names = names;
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setPipelining(false)
                .setTcpNoDelay(true)
                .setVerifyHost(true)
                .setConnectTimeout(CONNECT_MILLIS)
                .setName("webhooks");
        if (trust != null) {
            options.setTrustOptions(trust);
        }
        // Endpoints may share a host: its connections are enough for all, so that none waits for another's.
        int most = settings.maxEndpoints() * settings.perEndpoint();
        this.client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(most).setMaxWaitQueueSize(most));
    }

    /** @return the result; fails with a {@link BusyException} where nothing was sent, as too much is under way */
    public Future<AttemptResult> post(Post post) {
        Exchange exchange = new Exchange(vertx, settings.timeout().toMillis());
        names.lookUp(post.url().name())
                .onFailure(unknown -> {
                    if (unknown instanceof BusyException) {
                        exchange.fail(unknown);
                    } else {
                        exchange.end(AttemptResult.without(AttemptResult.Kind.UNREACHABLE));
                    }
                })
                .onSuccess(found -> {
                    List<InetAddress> allowed = allowed(found);
                    if (allowed.isEmpty()) {
                        exchange.end(AttemptResult.without(AttemptResult.Kind.BLOCKED));
                    } else {
                        connect(post, allowed.get(post.attempt() % allowed.size()), exchange);
                    }
                });
        return exchange.result();
    }

    private List<InetAddress> allowed(List<InetAddress> found) {
        return settings.allowPrivate()
                ? found
                : found.stream()
                        .filter(address -> PublicAddress.isPublic(address.getAddress()))
                        .toList();
    }

    private void connect(Post post, InetAddress address, Exchange exchange) {
        if (exchange.isOver()) {
            return;
        }
        EndpointUrl url = post.url();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                // As digits, so that no name is looked up a second time.
                .setServer(SocketAddress.inetSocketAddress(url.port(), address.getHostAddress()))
                .setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(url.target())
                .setFollowRedirects(false);
        client.request(options)
                .onSuccess(request -> exchange.send(with(request, post), post.body()))
                .onFailure(failure -> exchange.end(AttemptResult.without(AttemptResult.Kind.UNREACHABLE)));
    }

    private static HttpClientRequest with(HttpClientRequest request, Post post) {
        return request.putHeader("content-type", "application/json")
                .putHeader("user-agent", "Souk-Webhooks/1")
                .putHeader("webhook-id", post.id())
                .putHeader("webhook-timestamp", Long.toString(post.timestamp()))
                .putHeader("webhook-signature", post.signatures());
    }

    public Future<Void> close() {
        return client.close();
    }
}
