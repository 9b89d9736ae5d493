package dev.souk.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table is held to the one of the Java platform, which is another person's and as old as the platform. */
class CurrenciesTest {
    /** Codes that some platform that Souk runs on does not know: newer ones, and Uruguay's index of wages. */
    private static final Set<String> UNKNOWN = Set.of("SLE", "UYW", "VED", "XCG", "ZWG");
    /** Codes that some platform still takes for the money of a country. */
    private static final Set<String> GONE = Set.of("ANG", "BGN", "CUC", "HRK", "SLL", "ZWL");

    @ParameterizedTest
    @CsvSource({
        "GBP, 2", "EUR, 2", "JPY, 0", "KRW, 0", "UGX, 0", "KWD, 3", "TND, 3", "CLF, 4", "UYW, 4", "UYI, 0", "MRU, 2",
        "SLE, 2", "XCG, 2", "ZWG, 2", "VED, 2", "XOF, 0"
    })
    void currentOnesHaveTheirDecimals(String code, int decimals) {
        assertThat(Currencies.decimals(code)).hasValue(decimals);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DEM", "ITL", "ROL", "ZWN", "ZWL", "HRK", "ANG", "SLL", "BGN", "CUC", "LTL", "VEF", "BYR", "MRO", "STD",
                "XAD", "XDR", "XSU", "XUA", "XAU", "XAG", "XPT", "XBA", "XTS", "XXX", "ZZZ", "gbp", "Gbp", "GB", "GBPX",
                "", " GBP", "GBP ", "\u0130LS"
            })
    void othersAreNone(String code) {
        assertThat(Currencies.decimals(code)).isEmpty();
    }

    @Test
    void thePlatformKnowsTheSameDecimals() {
        Set<String> unknown = new TreeSet<>();
        for (char[] code = {'A', 'A', 'A'}; code[0] <= 'Z'; next(code)) {
            String text = new String(code);
            Currencies.decimals(text).ifPresent(decimals -> {
                if (isKnown(text)) {
                    assertThat(Currency.getInstance(text).getDefaultFractionDigits())
                            .as(text)
                            .isEqualTo(decimals);
                } else {
                    unknown.add(text);
                }
            });
        }
        assertThat(UNKNOWN).containsAll(unknown);
    }

    @Test
    void theMoneyOfEveryCountryIsKnown() {
        Set<String> missing = new TreeSet<>();
        for (String country : Locale.getISOCountries()) {
            Currency money = Currency.getInstance(Locale.of("", country));
            if (money != null && Currencies.decimals(money.getCurrencyCode()).isEmpty()) {
                missing.add(money.getCurrencyCode());
            }
        }
        assertThat(GONE).containsAll(missing);
    }

    private static boolean isKnown(String code) {
        return Currency.getAvailableCurrencies().stream()
                .anyMatch(currency -> currency.getCurrencyCode().equals(code));
    }

    private static void next(char[] code) {
        for (int i = code.length - 1; i >= 0; i--) {
            if (code[i] < 'Z' || i == 0) {
                code[i]++;
                return;
            }
            code[i] = 'A';
        }
    }
}
