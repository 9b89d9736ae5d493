package dev.souk.prove.merchant;

/**
 * The treatment of webhooks by an endpoint. A sender with a breaker soon stops sending to an endpoint that fails every
 * time. So a failing or hanging endpoint fails every second webhook, and only one that refuses connections fails all.
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
