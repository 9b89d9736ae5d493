package dev.souk.notification.mail.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The languages that there are letters in. */
public enum Language {
    EN,
    DE;

    /**
     * How a buyer is written to.
     *
     * @param locale of numbers and amounts: the buyer's own, as far as the language is spoken there
     */
    public record Voice(Language language, Locale locale) {}

    /** @return its folder among the templates, and its code in BCP 47 */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws java.util.NoSuchElementException when there is no such language */
    public static Language of(String code) {
        return find(code).orElseThrow();
    }

    private static Optional<Language> find(String code) {
        return Arrays.stream(values())
                .filter(language -> language.code().equals(code))
                .findFirst();
    }

    /**
     * @param tag BCP 47; another language, none, or no tag at all gives the shop's own
     * @param own the shop's language
     */
    public static Voice voice(@Nullable String tag, Language own) {
        // Without extensions: a tag could ask for digits that the letters do not have.
        Locale asked = tag == null ? Locale.ROOT : Locale.forLanguageTag(tag).stripExtensions();
        return find(asked.getLanguage())
                .map(language -> new Voice(language, asked))
                .orElseGet(() -> new Voice(own, Locale.forLanguageTag(own.code())));
    }
}
