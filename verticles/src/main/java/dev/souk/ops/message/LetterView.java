package dev.souk.ops.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message that a consumer gave up.
 *
 * @param id {@code topic/partition/offset} of the letter
 * @param reason {@code undecodable} or {@code undecidable}
 * @param origin {@code topic/partition/offset} of the message
 * @param body the message as text, cut; only where one letter was asked for
 */
public record LetterView(
        String id,
        String consumer,
        String reason,
        int attempts,
        String error,
        String errorMessage,
        String origin,
        Instant originAt,
        Instant buriedAt,
        @Nullable String key,
        @Nullable String body) {}
