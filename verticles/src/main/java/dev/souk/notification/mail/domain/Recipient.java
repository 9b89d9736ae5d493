package dev.souk.notification.mail.domain;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address that mail can go to: a dot-string of RFC 5321 before the at sign, a domain behind it. A quoted string
 * before the at sign is refused: no character that ends an address or a header has a place in one.
 *
 * @param address in ASCII, as the extension for anything else (RFC 6531) is not spoken
 */
public record Recipient(String address) {
    static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
    static final String DOMAIN = LABEL + "(?:\\." + LABEL + ")*";
    private static final Pattern ADDRESS = Pattern.compile(ATOM + "(?:\\." + ATOM + ")*@" + DOMAIN);
    private static final int LONGEST = 254;

    /** @return empty when no mail can go there */
    public static Optional<Recipient> of(String address) {
        int at = address.lastIndexOf('@');
        if (at < 0 || address.length() > LONGEST) {
            return Optional.empty();
        }
        String ascii = address.substring(0, at + 1) + ascii(address.substring(at + 1));
        Matcher matcher = ADDRESS.matcher(ascii);
        return matcher.matches() ? Optional.of(new Recipient(ascii)) : Optional.empty();
    }

    private static String ascii(String domain) {
        try {
            return java.net.IDN.toASCII(domain);
        } catch (IllegalArgumentException e) {
            // No domain: refused by the pattern.
            return "";
        }
    }

    /** Keeps the address out of logs. */
    @Override
    public String toString() {
        return "***" + address.substring(address.lastIndexOf('@'));
    }
}
