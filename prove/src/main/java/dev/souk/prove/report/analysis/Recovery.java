package dev.souk.prove.report.analysis;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The time after which orders came back to half of their rate before the fault, to the second.
 *
 * @param medianBefore order requests served per second: the median of all whole seconds from the first order to the
 *     fault; absent when there are fewer than three, and then nothing else is said
 * @param lowest second after the fault, until they were back
 * @param fromInjectionMillis from the fault to the first of three seconds in a row that have at least half of the
 *     median; 0 when no second fell below it; absent when that did not happen before the end of the buying
 * @param fromHealingMillis likewise, from the healing
 * @param afterNext they were not back before the next fault came
 */
public record Recovery(
        @Nullable Double medianBefore,
        long lowest,
        @Nullable Long fromInjectionMillis,
        @Nullable Long fromHealingMillis,
        boolean afterNext) {
    private static final int FEWEST_BEFORE = 3;
    private static final int IN_A_ROW = 3;
    /** A fall that begins later than this after the healing is not counted as the fault's. */
    private static final long FALLS_WITHIN_MILLIS = 5_000;

    /**
     * @param orders served in each second
     * @param next when the next fault came, or the buying ended
     * @param end of the buying; the second that it lies in is not looked at
     */
    public static Recovery of(long[] orders, long began, @Nullable Long healed, long next, long end) {
        int fault = second(began);
        Double median = medianBefore(orders, fault);
        if (median == null) {
            return new Recovery(null, 0, null, null, false);
        }
        double half = median / 2;
        int whole = Math.min(second(end), orders.length);
        int until = Math.min(whole, second(healed == null ? end : healed + FALLS_WITHIN_MILLIS) + 1);
        int fall = fault;
        while (fall < until && orders[fall] >= half) {
            fall++;
        }
        if (fall >= until) {
            long lowest =
                    Arrays.stream(orders, Math.min(fault, until), until).min().orElse(0);
            return new Recovery(median, lowest, 0L, healed == null ? null : 0L, false);
        }
        int back = fall;
        while (back + IN_A_ROW <= whole && !isBack(orders, back, half)) {
            back++;
        }
        long lowest =
                Arrays.stream(orders, fall, Math.min(back + 1, whole)).min().orElse(0);
        if (back + IN_A_ROW > whole) {
            return new Recovery(median, lowest, null, null, false);
        }
        long at = back * 1_000L;
        Long fromHealing = healed == null ? null : Long.valueOf(Math.max(0, at - healed));
        return new Recovery(median, lowest, Math.max(0, at - began), fromHealing, at > next);
    }

    private static int second(long millis) {
        return (int) (Math.max(0, millis) / 1_000);
    }

    private static boolean isBack(long[] orders, int at, double half) {
        return Arrays.stream(orders, at, at + IN_A_ROW).allMatch(served -> served >= half);
    }

    private static @Nullable Double medianBefore(long[] orders, int fault) {
        int first = 0;
        while (first < fault && first < orders.length && orders[first] == 0) {
            first++;
        }
        long[] before = Arrays.copyOfRange(orders, first, Math.max(first, Math.min(fault, orders.length)));
        if (before.length < FEWEST_BEFORE) {
            return null;
        }
        Arrays.sort(before);
        int middle = before.length / 2;
        return before.length % 2 == 1 ? (double) before[middle] : (before[middle - 1] + before[middle]) / 2.0;
    }
}
