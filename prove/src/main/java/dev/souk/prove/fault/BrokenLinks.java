package dev.souk.prove.fault;

import dev.souk.embedded.process.ServerProcess;
import dev.souk.prove.world.Link;
import dev.souk.prove.world.LinkState;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Slow, cut or half-open links: one link, or all links that lead to one kind of server. */
record BrokenLinks(List<Link> links, LinkState state) implements Fault {

    @Override
    public String target() {
        return links.stream().map(Link::name).collect(Collectors.joining(", "));
    }

    @Override
    public List<ServerProcess> harms() {
        return List.of();
    }

    @Override
    public void inject() {
        links.forEach(link -> link.become(state));
    }

    @Override
    public String heal() {
        links.forEach(link -> link.become(new LinkState.Open()));
        return switch (state) {
            case LinkState.Open open -> "";
            case LinkState.Slow slow -> slow.delay().toMillis() + " ms each way";
            case LinkState.Cut cut -> "";
            case LinkState.HalfOpen halfOpen ->
                halfOpen.silent().name().toLowerCase(Locale.ROOT) + " did not pass"
                        + (halfOpen.late() ? ", and came late" : ", and were lost");
        };
    }
}
