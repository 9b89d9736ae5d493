package dev.souk.audit.repair;

import dev.souk.repair.RepairAnswer;
import java.util.HashMap;
import java.util.Map;

/** The results of one remedy so far, in words, by id. */
final class Remedied {
    private final Map<String, String> done = new HashMap<>();
    private final Map<String, String> refused = new HashMap<>();
    private final Map<String, String> failed = new HashMap<>();

    void take(RepairAnswer answer) {
        answer.done().forEach(one -> done.put(one.id(), one.words()));
        refused.putAll(answer.refused());
    }

    void failed(String id, String words) {
        failed.put(id, words);
    }

    Map<String, String> done() {
        return done;
    }

    Map<String, String> refused() {
        return refused;
    }

    Map<String, String> failed() {
        return failed;
    }
}
