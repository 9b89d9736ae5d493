package dev.souk.launcher.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The browser of the tests clicks elements that a user could click, and reports the page when it gives up. */
@Tag("stack")
@Timeout(60)
class BrowserTest {
    private static final String PAGE = """
            <style>html { scroll-padding-block-start: 100px } body { margin: 0 }</style>
            <header style="position: sticky; top: 0; height: 90px; z-index: 10; background: grey">bar</header>
            <main style="height: 5000px">
            <div style="margin-top: 310px; overflow: auto" tabindex="0"><table><tr><td>
            <button id="far" onclick="this.textContent = 'pressed'">press</button>
            </table></div>
            </main>
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void writeThePage() throws IOException {
        Files.writeString(folder.resolve("page.html"), PAGE);
    }

    @Test
    void clicksWhatLiesBeneathAStickyBar() {
        try (Browser browser = new Browser(folder.toUri().toString()).patient(Duration.ofSeconds(20))) {
            browser.sized(1200, 900, false);
            browser.open("page.html");
            browser.script("scrollTo(0, 370)");
            browser.click("#far");
            browser.read("#far", "pressed");
        }
    }

    @Test
    void saysWhatThePageReadWhenItGivesUp() {
        try (Browser browser = new Browser(folder.toUri().toString()).patient(Duration.ofSeconds(1))) {
            browser.open("page.html");
            assertThatThrownBy(() -> browser.see("#missing"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("#missing")
                    .hasMessageContaining("press");
            assertThat(browser.count("#far")).isOne();
        }
    }
}
