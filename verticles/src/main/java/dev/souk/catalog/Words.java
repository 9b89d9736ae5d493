package dev.souk.catalog;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts text into words for the search: runs of letters and digits, in compatibility form and lower case. */
final class Words {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

    private Words() {}

    /** @return the distinct words, in their order */
    static Set<String> of(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        Set<String> words = new LinkedHashSet<>();
        Matcher matcher = WORD.matcher(plain);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /** @return the words that a product is found by */
    static Set<String> ofProduct(String sku, String name) {
        Set<String> words = of(name);
        words.addAll(of(sku));
        return words;
    }

    /** @return the words in one text, a space before each */
    static String line(Collection<String> words) {
        StringBuilder line = new StringBuilder();
        words.forEach(word -> line.append(' ').append(word));
        return line.toString();
    }

    /** @return the prefixes that the words of a match must begin with: a prefix that another one implies is left out */
    static List<String> prefixesOf(String query) {
        Set<String> words = of(query);
        List<String> prefixes = new ArrayList<>();
        for (String word : words) {
            boolean implied = words.stream().anyMatch(other -> !other.equals(word) && other.startsWith(word));
            if (!implied) {
                prefixes.add(word);
            }
        }
        return prefixes;
    }
}
