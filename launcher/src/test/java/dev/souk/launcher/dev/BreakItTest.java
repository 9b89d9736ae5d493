package dev.souk.launcher.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.launcher.browser.Browser;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator breaks a {@code souk dev} in a browser, while a crowd buys. */
@Tag("stack")
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class BreakItTest {
    /** A killed node takes a start of its JVM, and its partitions and leases their time, on a busy machine. */
    private static final Duration HEALS_WITHIN = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    private final int offset = DevProcess.freeOffset();
    private final DevPorts ports = new DevPorts(offset);

    @Test
    void thePromiseHoldsWhileNodesAndCachesAreKilled() throws Exception {
        try (DevProcess dev = DevProcess.start(folder, offset, "--nodes", "2").untilOpen();
                Browser browser = new Browser(ports.controlUrl()).patient(HEALS_WITHIN)) {
            browser.sized(1200, 900, false);
            browser.open("");
            browser.see("main a[href^='#/p/']");
            browser.picture("shop");
            browser.open("ops");
            browser.click("main [data-person=olga]");
            browser.read(".verdict", "The promise holds");
            browser.type("#crowd-buyers", "10");
            browser.type("#crowd-seconds", "600");
            browser.click(".crowd [type=submit]");
            browser.read(".events", "a crowd of 10 comes");
            long first = acceptedBeyond(browser, 0);

            browser.click("[aria-label='Kill souk-1']");
            browser.see("[aria-label='Start souk-1']");
            assertThat(dev.terminal()).contains("souk-1 was killed (signal 9)");
            long withOneNode = acceptedBeyond(browser, first);
            browser.read(".verdict", "The promise holds");
            browser.click("[aria-label='Start souk-1']");
            browser.read(".events", "souk-1 serves again");

            browser.click("[aria-label='Freeze souk-2']");
            browser.see("[aria-label='Go on souk-2']");
            long withTheOther = acceptedBeyond(browser, withOneNode);
            browser.click("[aria-label='Go on souk-2']");

            browser.click("#kill-redis");
            browser.see("[aria-label='Start redis-6']");
            long withoutCaches = acceptedBeyond(browser, withTheOther);
            browser.script("scrollTo(0, 0)");
            browser.sized(1200, 1750, false).picture("control-room");
            browser.sized(1200, 900, false);
            browser.click("#start-redis");
            browser.see("[aria-label='Freeze redis-6']");

            browser.click("#send-home");
            browser.read(".events", "the crowd is sent home");
            browser.read(".verdict", "The promise holds");
            assertThat(withoutCaches).isGreaterThan(withTheOther);
            assertThat(browser.violations()).isEmpty();
            dev.terminate();
            assertThat(dev.exit()).isZero();
        }
    }

    /** @return how many orders were accepted, once they are more than {@code before} */
    private static long acceptedBeyond(Browser browser, long before) {
        browser.until("more than " + before + " orders", () -> accepted(browser) > before);
        return accepted(browser);
    }

    private static long accepted(Browser browser) {
        Object number = browser.script("const shown = [...document.querySelectorAll('.numbers div')]"
                + ".find(one => one.firstChild.textContent === 'Orders accepted');"
                + "return shown ? Number(shown.lastChild.textContent.replace(/[^0-9]/g, '')) : 0");
        return ((Number) number).longValue();
    }
}
