package dev.souk.sql;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Turns rows into the arrays that {@code unnest} turns into rows again. */
public final class Columns {
    private Columns() {}

    /**
     * @param array such as {@code String[]::new}
     * @param value of the column, which may be null
     */
    public static <T, C> @Nullable C[] of(List<T> rows, IntFunction<C[]> array, Function<T, @Nullable C> value) {
        @Nullable C[] column = array.apply(rows.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = value.apply(rows.get(i));
        }
        return column;
    }

    public static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> value) {
        return of(rows, String[]::new, value);
    }

    public static <T> @Nullable Long[] longs(List<T> rows, Function<T, @Nullable Long> value) {
        return of(rows, Long[]::new, value);
    }

    public static <T> @Nullable Integer[] ints(List<T> rows, Function<T, @Nullable Integer> value) {
        return of(rows, Integer[]::new, value);
    }
}
