package dev.souk.prove.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fault as it really happened.
 *
 * @param kind its name, as {@code --faults} takes it
 * @param target what was hit, such as {@code souk-2} or {@code souk-2 -> postgres}
 * @param injected when it began to hurt
 * @param healed when the target was whole again as far as the injector can tell: the process answers, the link is open;
 *     absent when it never was
 * @param note any further remark, in words; may be empty
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FaultRecord(
        String kind,
        String target,
        Instant injected,
        @Nullable Instant healed,
        String note) {
    /** The kind of an unplanned fault: a process ended without having been hit. */
    public static final String UNPLANNED = "unplanned-exit";
}
