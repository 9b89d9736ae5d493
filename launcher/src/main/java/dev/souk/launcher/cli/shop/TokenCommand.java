package dev.souk.launcher.cli.shop;

import dev.souk.launcher.cli.ExitCode;
import dev.souk.launcher.client.ShopClient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a development token, and nothing else, so that it can stand in a command line. */
@Command(
        name = "token",
        description = "Prints a token of a shop that runs for development.",
        mixinStandardHelpOptions = true)
public final class TokenCommand implements Callable<Integer> {
    @Mixin
    private final ShopOptions shop = new ShopOptions();

    @Option(names = "--sub", paramLabel = "NAME", required = true, description = "Whose token it is.")
    @SuppressWarnings("NullAway.Init")
    private String subject;

    @Option(
            names = "--role",
            paramLabel = "ROLE[,ROLE]",
            split = ",",
            description = "customer, merchant or operator. Default: customer.")
    private List<String> roles = List.of("customer");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try (ShopClient client = shop.client()) {
            spec.commandLine().getOut().println(client.devToken(subject, roles));
        }
        return ExitCode.DONE;
    }
}
