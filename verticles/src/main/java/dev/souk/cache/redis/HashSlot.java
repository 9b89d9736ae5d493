package dev.souk.cache.redis;

import java.nio.charset.StandardCharsets;

/** Which of the 16,384 hash slots of a Redis Cluster a key is in: CRC16 of the key, or of its hash tag. */
public final class HashSlot {
    public static final int SLOTS = 16_384;
    /** CRC-16/XMODEM, as the Redis Cluster specification has it. */
    private static final int POLYNOMIAL = 0x1021;

    private HashSlot() {}

    /** @return 0 to 16383 */
    public static int of(String key) {
        int crc = 0;
        for (byte b : hashed(key).getBytes(StandardCharsets.UTF_8)) {
            crc ^= (b & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
            }
        }
        return (crc & 0xffff) % SLOTS;
    }

    /** The text between the first { and the first } behind it, unless that is empty; else the whole key. */
    private static String hashed(String key) {
        int open = key.indexOf('{');
        int close = open < 0 ? -1 : key.indexOf('}', open + 1);
        return close > open + 1 ? key.substring(open + 1, close) : key;
    }
}
