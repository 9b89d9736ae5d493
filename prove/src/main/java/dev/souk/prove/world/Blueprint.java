package dev.souk.prove.world;

import dev.souk.prove.run.RunOptions;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The plan of a world.
 *
 * @param naive whether the shop is the naive shop and not Souk
 * @param soukJar the launcher, of which nodes, provider and migration are run; not needed for a naive shop
 * @param data folder of all servers, made for this world
 * @param deadline of an order, {@code order.deadline}: shorter than in production, so that faults outlast it
 */
public record Blueprint(RunOptions options, boolean naive, Path soukJar, Path data, Duration deadline) {}
