package dev.souk.traffic.shop;

import dev.souk.traffic.TrafficException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * User and system time of a shop's processes, in milliseconds, from Linux's {@code /proc}: nodes, database (with its
 * children, those that ended too) and broker. Processes are known by the files in the data folder's {@code run}.
 */
public final class CpuTime {
    /** Of /proc/PID/stat, counted from what follows the name: state is 0. See proc(5). */
    private static final int UTIME = 11;

    private static final int CUTIME = 13;
    private static final int FIELDS = 4;
    /** USER_HZ is 100 on every Linux that Java runs on. */
    private static final long MILLIS_PER_TICK = 10;

    private CpuTime() {}

    /** By {@code node}, {@code database} and {@code broker}; the caches' are left out, as no order needs them. */
    public static Map<String, Long> of(Path data) {
        Map<String, Long> millis = new TreeMap<>();
        try (Stream<Path> files = Files.list(data.resolve("run"))) {
            for (Path file : files.filter(it -> it.toString().endsWith(".pid")).toList()) {
                String group = group(file.getFileName().toString());
                if (!group.isEmpty()) {
                    millis.merge(group, time(pid(file)), Long::sum);
                }
            }
        } catch (IOException e) {
            throw new TrafficException("the shop's processes cannot be seen: " + e.getMessage(), e);
        }
        if (!millis.keySet().containsAll(List.of("node", "database", "broker"))) {
            throw new TrafficException("not all processes of the shop are in " + data + ": " + millis.keySet());
        }
        return millis;
    }

    private static String group(String file) {
        if (file.startsWith("postgres")) {
            return "database";
        }
        if (file.startsWith("kafka")) {
            return "broker";
        }
        return file.startsWith("souk-") || file.startsWith("sandbox") ? "node" : "";
    }

    private static long pid(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return Long.parseLong(properties.getProperty("pid"));
    }

    private static long time(long pid) throws IOException {
        long ticks = ticks(pid, FIELDS);
        for (ProcessHandle child : ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .toList()) {
            ticks += ticks(child.pid(), CUTIME - UTIME);
        }
        return ticks * MILLIS_PER_TICK;
    }

    /** @param fields 4: with the children that ended and were waited for; 2: without; 0 for a process that went */
    private static long ticks(long pid, int fields) throws IOException {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.exists(stat)) {
            return 0;
        }
        return ticks(Files.readString(stat), fields);
    }

    public static long ticks(String stat, int fields) {
        String[] values = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long sum = 0;
        for (int field = UTIME; field < UTIME + fields; field++) {
            sum += Long.parseLong(values[field]);
        }
        return sum;
    }
}
