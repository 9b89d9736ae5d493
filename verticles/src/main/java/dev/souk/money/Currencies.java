package dev.souk.money;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The currencies of ISO 4217, list one (current currencies and funds), as of January 2026, with the decimals of their
 * major unit. A table of its own, because the one of the Java platform knows withdrawn currencies too and is as old as
 * the platform.
 *
 * <p>Left out are metals, bonds and codes for tests, which have no minor unit; XAD, the Arab Accounting Dinar, in which
 * only central banks settle, as they do in XDR; and BGN, which the euro has replaced since 1 January 2026. A product
 * that has such a price already keeps it until it is written again.
 */
public final class Currencies {
    private static final String NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
    private static final String TWO = """
            AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
            CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF
            IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
            MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP
            SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG
            YER ZAR ZMW ZWG""";
    private static final String THREE = "BHD IQD JOD KWD LYD OMR TND";
    private static final String FOUR = "CLF UYW";

    private static final Map<String, Integer> DECIMALS = decimals();

    private Currencies() {}

    /** @return the decimals of a major unit; empty: it is no currency of today, or not in capital letters */
    public static OptionalInt decimals(String code) {
        Integer decimals = DECIMALS.get(code);
        return decimals == null ? OptionalInt.empty() : OptionalInt.of(decimals);
    }

    private static Map<String, Integer> decimals() {
        Map<String, Integer> decimals = new HashMap<>();
        add(decimals, NONE, 0);
        add(decimals, TWO, 2);
        add(decimals, THREE, 3);
        add(decimals, FOUR, 4);
        return Map.copyOf(decimals);
    }

    private static void add(Map<String, Integer> all, String codes, int decimals) {
        for (String code : codes.toUpperCase(Locale.ROOT).split("\\s+", -1)) {
            if (all.put(code, decimals) != null) {
                throw new IllegalStateException("a currency stands twice: " + code);
            }
        }
    }
}
