package dev.souk.prove.report.analysis;

import java.util.BitSet;

/** In which milliseconds of a run some request of a lane was served. */
public final class Service {
    private final BitSet served = new BitSet();

    /**
     * The longest time without service.
     *
     * @param cut it was not over when the buying was
     */
    public record Gap(long millis, boolean cut) {
        Gap longer(long other, boolean otherCut) {
            return other > millis ? new Gap(other, otherCut) : this;
        }
    }

    public void served(long milli) {
        served.set(index(milli));
    }

    /** The longest gap from the first time that there was service. */
    public Gap longestGap(long end) {
        int first = served.nextSetBit(0);
        return first < 0 ? new Gap(end, true) : longestGap(first, end, end);
    }

    private static int index(long milli) {
        return (int) Math.clamp(milli, 0, Integer.MAX_VALUE - 1);
    }

    /**
     * The longest of the gaps that begin between {@code from} and {@code to}; it may end after {@code to}. The time
     * before {@code from} does not count.
     *
     * @param end of the buying: nothing is expected after it
     */
    public Gap longestGap(long from, long to, long end) {
        Gap longest = new Gap(0, false);
        long last = Math.max(from, 0);
        for (int next = served.nextSetBit(index(last)); last <= to && last < end; next = served.nextSetBit(next + 1)) {
            if (next < 0 || next > end) {
                return longest.longer(end - last, true);
            }
            longest = longest.longer(next - last, false);
            last = next;
        }
        return longest;
    }
}
