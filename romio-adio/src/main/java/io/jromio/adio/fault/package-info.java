/** Drivers that fail on purpose, for tests. */
@NullMarked
package io.jromio.adio.fault;

import org.jspecify.annotations.NullMarked;
