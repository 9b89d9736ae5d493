package dev.souk.settings;

/** A value that is never printed: not in logs, not in errors, not in a dump of the settings. */
public record Secret(String value) {
    @Override
    public String toString() {
        return value.isEmpty() ? "(none)" : "***";
    }
}
