package dev.souk.prove.merchant;

/**
 * How an endpoint treats what comes. A sender with a breaker soon leaves alone an endpoint that fails in every case; so
 * one that is spoken to fails every second webhook, and only one that refuses connections fails all.
 */
enum Conduct {
    TAKES("takes webhooks"),
    FAILS("answers every second webhook 500"),
    HANGS("reads every second webhook, and does not answer"),
    REFUSES("refuses connections");

    private final String words;

    Conduct(String words) {
        this.words = words;
    }

    /** For people. */
    String words() {
        return words;
    }
}
