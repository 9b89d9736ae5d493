package dev.souk.prove.merchant;

/** How an endpoint treats what comes. */
enum Conduct {
    TAKES("takes webhooks"),
    FAILS("answers 500"),
    HANGS("reads webhooks, and does not answer"),
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
