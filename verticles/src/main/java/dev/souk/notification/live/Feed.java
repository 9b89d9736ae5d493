package dev.souk.notification.live;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The followers of one order, and whether it is being read for them. Lives on the context of {@link OrderFeeds}. */
final class Feed {
    private final Set<Follower> followers = new LinkedHashSet<>();
    private boolean reading;
    private boolean again;

    void add(Follower follower) {
        followers.add(follower);
    }

    void remove(Follower follower) {
        followers.remove(follower);
    }

    boolean isEmpty() {
        return followers.isEmpty();
    }

    List<Follower> followers() {
        return List.copyOf(followers);
    }

    /** @return the last entry that all of them know */
    long position() {
        return followers.stream().mapToLong(Follower::position).min().orElse(0);
    }

    /** @return whether to read now; else the read that is under way is followed by another */
    boolean wantsRead() {
        again |= reading;
        return !reading;
    }

    void startRead() {
        reading = true;
        again = false;
    }

    /** @return whether something happened since the read began */
    boolean endRead() {
        reading = false;
        return again;
    }
}
