package dev.souk.edge.contract;

import java.util.ArrayList;
import java.util.List;

/** The place of a check in a value, and the errors that it found. The path is put in words only for an error. */
public final class Findings {
    /** More than a person reads; the rest is not reported. */
    private static final int MOST = 50;

    private final List<Object> way = new ArrayList<>();
    private final List<FieldError> errors = new ArrayList<>(0);

    public void enter(String member) {
        way.add(member);
    }

    public void enter(int index) {
        way.add(index);
    }

    public void leave() {
        way.removeLast();
    }

    public void add(String message) {
        if (errors.size() < MOST) {
            errors.add(new FieldError(field(), message));
        }
    }

    public List<FieldError> errors() {
        return errors;
    }

    private String field() {
        if (way.isEmpty()) {
            return "body";
        }
        StringBuilder field = new StringBuilder();
        for (Object step : way) {
            if (step instanceof Integer index) {
                field.append('[').append(index).append(']');
            } else {
                field.append(field.isEmpty() ? "" : ".").append(step);
            }
        }
        return field.toString();
    }
}
