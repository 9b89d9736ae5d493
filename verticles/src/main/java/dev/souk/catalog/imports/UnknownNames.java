package dev.souk.catalog.imports;

import dev.souk.bus.Texts;
import dev.souk.catalog.imports.ParsedLine.Notice;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Tells of columns or members that the import does not know, such as a misspelt one: each name once, and no more names
 * than a person reads. Not thread-safe.
 */
final class UnknownNames {
    static final int MOST = 50;
    private static final int LONGEST = 64;

    private final String kind;
    private final Set<String> told = new HashSet<>();

    /** @param kind the kind of the names, such as "the column" */
    UnknownNames(String kind) {
        this.kind = kind;
    }

    /** @return the notice to report; empty: the name was reported before, or too many were */
    Optional<ParsedLine> notice(long line, String name) {
        if (told.size() == MOST || !told.add(shown(name))) {
            return Optional.empty();
        }
        return Optional.of(new Notice(line, kind + " " + shown(name) + " is not known and was not read"));
    }

    private static String shown(String name) {
        if (!Texts.isStorable(name)) {
            return "without a readable name";
        }
        return '"' + (name.length() > LONGEST ? name.substring(0, LONGEST) + "..." : name) + '"';
    }
}
