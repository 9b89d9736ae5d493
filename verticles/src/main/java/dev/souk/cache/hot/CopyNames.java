package dev.souk.cache.hot;

import dev.souk.cache.redis.HashSlot;
import dev.souk.cache.redis.SlotOwners;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Under which keys a hot key's copies lie in Redis: {@code p:<key>:<i>}, with those i that bring each copy to another
 * master. A hash tag would bring all of them to one. Every node that sees the same owners chooses the same keys,
 * without asking another node. Has no state.
 */
final class CopyNames {
    static final int MOST = 16;
    /** With some masters of like size the copies are found among the first dozens. */
    private static final int TRIES = 512;

    private CopyNames() {}

    /**
     * @param prefix of all keys in Redis: it counts for the slot, and is no part of the names
     * @return one key on each master, up to {@link #MOST}; fewer where none was found, none without masters
     */
    static List<String> of(String key, String prefix, SlotOwners owners) {
        int wanted = Math.min(MOST, owners.masters().size());
        List<String> names = new ArrayList<>(wanted);
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < TRIES && names.size() < wanted; i++) {
            String name = "p:" + key + ":" + i;
            int slot = HashSlot.of(prefix + name);
            if (owners.isOwned(slot) && taken.add(owners.of(slot))) {
                names.add(name);
            }
        }
        return names;
    }
}
