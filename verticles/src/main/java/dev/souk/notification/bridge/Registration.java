package dev.souk.notification.bridge;

import dev.souk.bus.Json;
import dev.souk.notification.bridge.domain.Caller;
import dev.souk.notification.bridge.domain.Target;
import org.jspecify.annotations.Nullable;

/** One address that a socket follows, or asks to. State on the event loop of its socket, which alone changes it. */
final class Registration {
    private final String address;
    private final String quoted;
    private final Target target;
    private final @Nullable Registration earlier;
    private final @Nullable Long after;
    private long position;
    private @Nullable Caller caller;
    private @Nullable Runnable leave;
    private long expiry = -1;
    private boolean over;

    /**
     * @param earlier the registration of the address that goes on until this one is admitted
     * @param after the last entry that is known; absent: the last that the earlier registration told
     */
    Registration(String address, @Nullable Registration earlier, @Nullable Long after) {
        this.address = address;
        this.quoted = Json.text(address);
        this.target = Target.of(address);
        this.earlier = earlier;
        this.after = after;
    }

    String address() {
        return address;
    }

    /** The address as a JSON string. */
    String quoted() {
        return quoted;
    }

    Target target() {
        return target;
    }

    @Nullable
    Registration earlier() {
        return earlier;
    }

    /** The last entry that was told. */
    long position() {
        return position;
    }

    void told(long seq) {
        position = seq;
    }

    /** The caller, once the registration is admitted; absent before. */
    @Nullable
    Caller caller() {
        return caller;
    }

    boolean isAdmitted() {
        return caller != null;
    }

    /** Whether the client named the entry behind which it goes on. */
    boolean resumes() {
        return after != null;
    }

    void admitted(Caller whose, long expiryTimer) {
        caller = whose;
        expiry = expiryTimer;
        if (after != null) {
            position = after;
        } else if (earlier != null) {
            position = earlier.position;
        }
    }

    long expiryTimer() {
        return expiry;
    }

    /** @param ending leaves the feed that is followed */
    void following(Runnable ending) {
        leave = ending;
    }

    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
        if (leave != null) {
            leave.run();
            leave = null;
        }
    }
}
