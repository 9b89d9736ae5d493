package dev.souk.prove.run;

import dev.souk.prove.check.facts.Pending;

/**
 * Whether the shop came to rest before it was checked.
 *
 * @param millis from the healing of the last fault to when nothing was pending, or to when that was not waited for
 *     any more
 * @param pending what was pending still
 */
public record Rest(long millis, Pending pending) {
    public boolean isComplete() {
        return pending.isNone();
    }
}
