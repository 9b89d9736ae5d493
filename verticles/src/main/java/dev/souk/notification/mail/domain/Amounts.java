package dev.souk.notification.mail.domain;

import dev.souk.money.Currencies;
import dev.souk.money.Money;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/** Amounts of money as people write them. */
final class Amounts {
    private static final int USUAL_DECIMALS = 2;

    private Amounts() {}

    /** @return with the decimals of the currency, in the way of the locale */
    static String of(Money money, Locale locale) {
        int decimals = Currencies.decimals(money.currency()).orElse(USUAL_DECIMALS);
        BigDecimal major = BigDecimal.valueOf(money.amount(), decimals);
        try {
            NumberFormat format = NumberFormat.getCurrencyInstance(locale);
            format.setCurrency(Currency.getInstance(money.currency()));
            return format(format, decimals, major);
        } catch (IllegalArgumentException e) {
            // A currency that is younger than the Java platform.
            return format(NumberFormat.getNumberInstance(locale), decimals, major) + "\u00A0" + money.currency();
        }
    }

    private static String format(NumberFormat format, int decimals, BigDecimal major) {
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(major);
    }
}
