package dev.souk.order.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** A node's estimate of the number of orders that wait, against a model that knows the number. */
final class WaitingProperties {
    private enum Step {
        BEGIN,
        STORE,
        FAIL,
        SETTLE,
        ASK,
        ANSWER
    }

    /** Orders settle in the meantime, and counts answer with the number at the time of the question. */
    @Property
    void neverFewerThanThereAreOnASingleNodeAndExactWhenACountFindsItIdle(@ForAll @Size(max = 200) List<Step> steps) {
        Waiting waiting = new Waiting();
        long underWay = 0;
        long stored = 0;
        long asked = -1;
        for (Step step : steps) {
            switch (step) {
                case BEGIN -> {
                    waiting.begin();
                    underWay++;
                }
                case STORE -> {
                    if (underWay > 0) {
                        waiting.end(true);
                        underWay--;
                        stored++;
                    }
                }
                case FAIL -> {
                    if (underWay > 0) {
                        waiting.end(false);
                        underWay--;
                    }
                }
                case SETTLE -> stored -= stored > 0 ? 1 : 0;
                case ASK -> {
                    if (asked < 0) {
                        waiting.asked();
                        asked = stored;
                    }
                }
                case ANSWER -> {
                    if (asked >= 0) {
                        waiting.counted(asked);
                        asked = -1;
                    }
                }
            }
            assertThat(waiting.orders()).isGreaterThanOrEqualTo(stored + underWay);
        }
        if (asked < 0) {
            waiting.asked();
            waiting.counted(stored);
            assertThat(waiting.orders()).isEqualTo(stored + underWay);
        }
    }
}
