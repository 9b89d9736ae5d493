package dev.souk.cache.hot;

import java.util.Set;

/**
 * The hot keys, and what changed about them in a second.
 *
 * @param hot all of them
 * @param moved those of them that are new, or whose copies have other places now
 * @param cooled those that are hot no longer
 * @param abandoned the keys in Redis of copies that no node reads any more
 */
public record HotChange(Set<String> hot, Set<String> moved, Set<String> cooled, Set<String> abandoned) {
    public HotChange {
        hot = Set.copyOf(hot);
        moved = Set.copyOf(moved);
        cooled = Set.copyOf(cooled);
        abandoned = Set.copyOf(abandoned);
    }
}
