package dev.souk.prove.report;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * The machine that the shop, its servers and the buyers ran on.
 *
 * @param cores that this JVM sees
 * @param memoryBytes of the machine, or of the container where there is a limit
 */
public record Machine(int cores, long memoryBytes, String system, String java) {

    /** This one. */
    public static Machine here() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                system == null ? 0 : system.getTotalMemorySize(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }
}
