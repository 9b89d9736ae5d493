package dev.souk.launcher.cli;

import dev.souk.cache.redis.HashSlot;
import dev.souk.cache.redis.SlotOwners;
import dev.souk.launcher.cli.terminal.Blocking;
import dev.souk.settings.Settings;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows where keys live in the Redis Cluster. */
@Command(
        name = "slot",
        description = "The hash slot of each key, and the node of the Redis Cluster that owns it.",
        mixinStandardHelpOptions = true)
final class SlotCommand implements Callable<Integer> {
    @Mixin
    private final SettingsOptions options = new SettingsOptions();

    @Mixin
    private final SettingsOptions.PortOffset offset = new SettingsOptions.PortOffset();

    @Parameters(paramLabel = "KEY", arity = "1..*", description = "A key; of one with {...} in it only that counts.")
    private List<String> keys = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Settings settings = options.load(offset.orNull());
        PrintWriter out = spec.commandLine().getOut();
        Vertx vertx = Vertx.vertx();
        try {
            SlotOwners owners = Blocking.get(SlotOwners.ask(vertx, settings.redis()));
            keys.forEach(key -> print(out, key, owners));
            return ExitCode.DONE;
        } catch (dev.souk.bus.UnavailableException unreachable) {
            keys.forEach(key -> print(out, key, null));
            throw unreachable;
        } finally {
            out.flush();
            Blocking.get(vertx.close());
        }
    }

    private static void print(PrintWriter out, String key, @Nullable SlotOwners owners) {
        int slot = HashSlot.of(key);
        out.println(key + " " + slot + (owners == null ? "" : " " + owners.of(slot)));
    }
}
