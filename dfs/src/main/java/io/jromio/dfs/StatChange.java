package io.jromio.dfs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What {@link Dfs#setStat} changes; null leaves it. */
public record StatChange(
    @Nullable Integer permissions,
    @Nullable Instant modified,
    @Nullable Long size,
    Stat.@Nullable Owner owner) {}
