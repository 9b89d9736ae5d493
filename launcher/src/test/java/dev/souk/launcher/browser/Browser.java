package dev.souk.launcher.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.souk.embedded.Folders;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;

/** Debian's Chromium without a screen, and the messages of its console. */
public final class Browser implements AutoCloseable {
    static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String AXE = "/axe/axe.min.js";

    private final ChromeDriver driver;
    private final Path profile;
    private final String url;
    private final List<String> console = new ArrayList<>();
    private Duration patience = PATIENCE;

    /** @param url of the shop */
    public Browser(String url) {
        this.url = url;
        try {
            profile = Files.createTempDirectory("souk-browser");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--lang=en-GB",
                "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", Map.of("browser", "ALL"));
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(DRIVER.toString()))
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
    }

    /** Waits this long for expected content, instead of {@code 20 s}. */
    public Browser patient(Duration longest) {
        patience = longest;
        return this;
    }

    /** A window of this size, of a reader whose system is dark or light. */
    public Browser sized(int width, int height, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(
                                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"),
                                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        return this;
    }

    /** No customer is signed in, no cart is known, one tab is open. */
    void forget() {
        List<String> tabs = new ArrayList<>(driver.getWindowHandles());
        for (String tab : tabs.subList(1, tabs.size())) {
            driver.switchTo().window(tab).close();
        }
        driver.switchTo().window(tabs.getFirst());
        driver.get(url + "/openapi.yaml");
        script("localStorage.clear(); sessionStorage.clear();");
        driver.get("about:blank");
        console();
        console.clear();
    }

    public void open(String path) {
        // A page of its own even where only the fragment differs.
        driver.get("about:blank");
        driver.get(url + "/" + path);
    }

    void go(String hash) {
        script("location.hash = arguments[0]", hash);
    }

    void reload() {
        driver.navigate().refresh();
    }

    String tab() {
        return driver.getWindowHandle();
    }

    String newTab() {
        return driver.switchTo().newWindow(WindowType.TAB).getWindowHandle();
    }

    void switchTo(String tab) {
        driver.switchTo().window(tab);
    }

    String address() {
        return driver.getCurrentUrl();
    }

    public Object script(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /**
     * Waits for it, then clicks it as a user does. The element is scrolled to the middle of the window first. The driver
     * scrolls only the nearest box that scrolls: an element of such a box beneath a sticky bar stays there, and the click
     * hits the bar.
     */
    public void click(String selector) {
        until(selector + " to click", () -> {
            WebElement element = driver.findElement(By.cssSelector(selector));
            if (!element.isEnabled()) {
                return false;
            }
            script("arguments[0].scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'})", element);
            element.click();
            return true;
        });
    }

    public void type(String selector, String text) {
        see(selector);
        WebElement field = driver.findElement(By.cssSelector(selector));
        field.clear();
        field.sendKeys(text);
    }

    /** Waits until there is such an element. */
    public void see(String selector) {
        until(selector, () -> !driver.findElements(By.cssSelector(selector)).isEmpty());
    }

    void seeNo(String selector) {
        until(
                "no " + selector,
                () -> driver.findElements(By.cssSelector(selector)).stream().noneMatch(WebElement::isDisplayed));
    }

    /** Waits until such an element has this text somewhere. */
    public void read(String selector, String text) {
        until(
                selector + " with: " + text,
                () -> driver.findElements(By.cssSelector(selector)).stream()
                        .anyMatch(element -> element.getText().contains(text)));
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    /** @throws AssertionError with the text of the page when the condition is not met in time */
    public void until(String what, Callable<Boolean> condition) {
        try {
            Awaitility.await(what)
                    .atMost(patience)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptionsMatching(failure -> failure instanceof StaleElementReferenceException
                            || failure instanceof NoSuchElementException
                            || failure instanceof ElementClickInterceptedException
                            || failure instanceof ElementNotInteractableException)
                    .until(condition);
        } catch (ConditionTimeoutException timeout) {
            throw new AssertionError(
                    "not seen within " + patience + ": " + what + "; the page reads: "
                            + script("return document.body.innerText") + "; its console: " + console(),
                    timeout);
        }
    }

    /** The console's messages since the list was last emptied, each as level and text. */
    List<String> console() {
        for (LogEntry entry : driver.manage().logs().get("browser")) {
            console.add(entry.getLevel() + " " + entry.getMessage());
        }
        return console;
    }

    /** Leaves a picture of the window for the README: {@code target/pages/NAME.png}. */
    public void picture(String name) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "pages"));
            Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The violations that axe-core finds in the page as it is, each as rule and element. */
    @SuppressWarnings("unchecked")
    public List<String> violations() {
        if (!Boolean.TRUE.equals(script("return 'axe' in window"))) {
            script(axe());
        }
        Map<String, Object> result =
                (Map<String, Object>) driver.executeAsyncScript("const done = arguments[arguments.length - 1];"
                        + "axe.run(document, {resultTypes: ['violations']}).then(done, e => done({error: String(e)}))");
        assertThat(result).doesNotContainKey("error");
        List<String> found = new ArrayList<>();
        for (Map<String, Object> violation : (List<Map<String, Object>>) result.get("violations")) {
            for (Map<String, Object> node : (List<Map<String, Object>>) violation.get("nodes")) {
                found.add(violation.get("id") + ": " + node.get("html") + " " + node.get("failureSummary"));
            }
        }
        return found;
    }

    private static String axe() {
        try (InputStream in = Browser.class.getResourceAsStream(AXE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        driver.quit();
        try {
            Folders.delete(profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
