package dev.souk.edge.pages;

import dev.souk.settings.Settings;
import dev.souk.settings.SettingsException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;

/**
 * The facts of the node for its pages ({@code GET /web/config.json}): how users sign in, and which cards can be tried.
 * Nothing in it is secret.
 *
 * @param signIn {@code dev}: {@code POST /dev/tokens} gives tokens; {@code oidc}: the issuer does, by the authorization
 *     code flow with PKCE (RFC 7636); {@code none}: the pages show public data only
 * @param issuer the OIDC issuer, whose discovery document names its endpoints; empty without one
 * @param clientId of the pages at the issuer, a public client
 * @param sandbox whether the payment provider takes the card tokens of the sandbox
 */
record WebConfig(String signIn, String issuer, String clientId, boolean sandbox) {
    /** The card tokens of the sandbox provider, in the order in which the pages offer them. */
    private static final List<String> CARDS = List.of(
            "tok_ok",
            "tok_declined",
            "tok_insufficient_funds",
            "tok_slow",
            "tok_timeout",
            "tok_error_once",
            "tok_webhook_first",
            "tok_webhook_twice",
            "tok_capture_fails");

    /** @throws SettingsException when a client is named of an issuer that a browser cannot be sent to */
    static WebConfig of(Settings settings) {
        Settings.Auth auth = settings.auth();
        String clientId = settings.web().oidcClientId();
        boolean sandbox = settings.payment().provider().equals(Settings.Payment.SANDBOX);
        if (auth.dev()) {
            return new WebConfig("dev", "", "", sandbox);
        }
        if (clientId.isEmpty()) {
            return new WebConfig("none", "", "", sandbox);
        }
        if (!isReachable(auth.issuer())) {
            throw new SettingsException(List.of("web.oidc-client-id needs an auth.issuer that is an https URL (or http"
                    + " on loopback), and not " + auth.issuer()));
        }
        return new WebConfig("oidc", auth.issuer(), clientId, sandbox);
    }

    private static boolean isReachable(String issuer) {
        try {
            URI uri = URI.create(issuer);
            String host = uri.getHost();
            boolean local = "localhost".equals(host) || "127.0.0.1".equals(host);
            return host != null && ("https".equals(uri.getScheme()) || local && "http".equals(uri.getScheme()));
        } catch (IllegalArgumentException notAUrl) {
            return false;
        }
    }

    /** Where the pages' scripts may connect to, besides the node: the issuer, as a source of a policy. */
    List<String> connectTo() {
        if (issuer.isEmpty()) {
            return List.of();
        }
        URI uri = URI.create(issuer);
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return List.of(uri.getScheme() + "://" + uri.getHost() + port);
    }

    /** @param version of the pages' files */
    String json(String version) {
        JsonObject config = new JsonObject()
                .put("signIn", signIn)
                .put("cards", sandbox ? new JsonArray(CARDS) : new JsonArray())
                .put("version", version);
        if (!issuer.isEmpty()) {
            config.put("oidc", new JsonObject().put("issuer", issuer).put("clientId", clientId));
        }
        return config.encode();
    }
}
