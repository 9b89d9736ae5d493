package dev.souk.messaging.event;

/**
 * A kind of fact.
 *
 * @param name CloudEvents {@code type}, {@code feature.happened}
 * @param topic where it is published
 * @param data the record of its {@code data}
 */
public record EventType<T>(String name, String topic, Class<T> data) {
    /** @return CloudEvents {@code source}: the feature that states the fact */
    public String source() {
        return "souk/" + name.substring(0, name.indexOf('.'));
    }
}
