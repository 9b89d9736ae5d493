package dev.souk.edge.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code Prefer} header of RFC 7240: preferences that are not understood are passed over. */
public final class Prefer {
    static final String HEADER = "Prefer";

    private static final int MOST_SECONDS = 30;
    private static final Pattern WAIT =
            Pattern.compile("\\s*wait\\s*=\\s*\"?([0-9]{1,2})\"?\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    private Prefer() {}

    /** @return how many seconds the caller would wait for, 1 to 30; 0 when the request does not say so */
    public static int waitSeconds(Call call) {
        for (String header : call.headers(HEADER)) {
            for (String preference : header.split(",")) {
                Matcher wait = WAIT.matcher(preference);
                if (wait.matches()) {
                    int seconds = Integer.parseInt(wait.group(1));
                    // Of several, the first counts.
                    return seconds <= MOST_SECONDS ? seconds : 0;
                }
            }
        }
        return 0;
    }
}
