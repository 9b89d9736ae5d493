package dev.souk.launcher;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import dev.souk.bus.RequestId;
import org.slf4j.event.KeyValuePair;

/** Adds the id of the request to each event that is logged for one. On the thread that logs; holds back nothing. */
final class RequestOfLine extends Filter<ILoggingEvent> {
    @Override
    public FilterReply decide(ILoggingEvent event) {
        String id = RequestId.current();
        if (id != null && event instanceof LoggingEvent line) {
            line.addKeyValuePair(new KeyValuePair(RequestId.NAME, id));
        }
        return FilterReply.NEUTRAL;
    }
}
