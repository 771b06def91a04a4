/** The {@code jromio} command. */
@NullMarked
package io.jromio.bench.cli;

import org.jspecify.annotations.NullMarked;
