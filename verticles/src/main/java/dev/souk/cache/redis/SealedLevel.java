package dev.souk.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.souk.cache.SecondLevel;
import dev.souk.settings.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A second level whose entries are sealed: behind each value stands the HMAC-SHA256 of its key and itself. An entry
 * that no holder of the secret wrote, or that was moved to another key, counts as missing, and as {@code
 * souk.cache.redis.forged{link}}. An old entry that is put back has its old date in it, and is as old as it was.
 *
 * <p>Lives on the event loop of the level behind it; {@link #remove} may be called from everywhere.
 */
final class SealedLevel implements SecondLevel {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int SEAL = 32;

    private final SecondLevel behind;
    private final String prefix;
    private final Mac mac;
    private final Counter forged;

    /** @param link of the level behind, in metrics */
    SealedLevel(SecondLevel behind, Settings.Redis settings, String link, MeterRegistry metrics) {
        this.behind = behind;
        this.prefix = settings.prefix();
        this.mac = mac(settings.entrySecret().value().getBytes(UTF_8));
        this.forged = metrics.counter("souk.cache.redis.forged", "link", link);
    }

    private static Mac mac(byte[] secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    @Override
    public boolean isAuthentic() {
        return true;
    }

    @Override
    public void open() {
        behind.open();
    }

    @Override
    public Future<Optional<Buffer>> get(String key) {
        return behind.get(key).map(found -> found.flatMap(entry -> unsealed(key, entry)));
    }

    private Optional<Buffer> unsealed(String key, Buffer entry) {
        int length = entry.length() - SEAL;
        if (length >= 0) {
            byte[] value = entry.getBytes(0, length);
            if (MessageDigest.isEqual(seal(key, value), entry.getBytes(length, entry.length()))) {
                return Optional.of(Buffer.buffer(value));
            }
        }
        forged.increment();
        return Optional.empty();
    }

    /** No key has a NUL in it: no other key and value make the same bytes. */
    private byte[] seal(String key, byte[] value) {
        mac.update((prefix + key).getBytes(UTF_8));
        mac.update((byte) 0);
        return mac.doFinal(value);
    }

    @Override
    public void put(String key, Buffer value, long version, Duration keep) {
        byte[] bytes = value.getBytes();
        Buffer sealed = Buffer.buffer(bytes.length + SEAL).appendBytes(bytes).appendBytes(seal(key, bytes));
        behind.put(key, sealed, version, keep);
    }

    @Override
    public void remove(Collection<String> keys) {
        behind.remove(keys);
    }

    @Override
    public void close() {
        behind.close();
    }
}
