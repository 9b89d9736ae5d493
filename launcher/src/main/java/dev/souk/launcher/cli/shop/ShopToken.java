package dev.souk.launcher.cli.shop;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The identity of a command at the shop. */
final class ShopToken {
    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description = "Who asks. Default: development tokens, which a 'souk dev' gives to whoever asks.")
    private @Nullable String token;

    /** @return empty when none was given */
    String orEmpty() {
        return token == null ? "" : token;
    }
}
