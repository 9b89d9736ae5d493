package dev.souk.launcher.cli.shop;

import dev.souk.launcher.cli.CommandException;
import dev.souk.launcher.cli.SettingsOptions;
import dev.souk.launcher.client.ShopClient;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which shop a command talks to over HTTP. */
final class ShopOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The shop's address. Default: the local 'souk dev', http://127.0.0.1:8888.")
    private @Nullable String url;

    @Mixin
    private final SettingsOptions.PortOffset offset = new SettingsOptions.PortOffset();

    ShopClient client() {
        return new ShopClient(uri());
    }

    private URI uri() {
        if (url == null) {
            return URI.create(offset.ports().url(1));
        }
        if (offset.orNull() != null) {
            throw CommandException.usage(
                    "--port-offset finds a local 'souk dev', --url another shop: give one of them");
        }
        try {
            URI uri = new URI(url);
            if (uri.getHost() != null && uri.getScheme().matches("https?")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below, as for an address without a host
        }
        throw CommandException.usage("--url: '" + url + "' is no address such as http://127.0.0.1:8888");
    }
}
