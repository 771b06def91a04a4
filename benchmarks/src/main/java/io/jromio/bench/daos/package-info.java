/** The {@code jromio daos} command: pools, containers and files of a store, as DAOS shows them. */
@NullMarked
package io.jromio.bench.daos;

import org.jspecify.annotations.NullMarked;
