/**
 * I/O of one rank by itself: contiguous, list I/O, data sieving and mapped, and the choice between
 * them.
 */
@NullMarked
package io.jromio.adio.independent;

import org.jspecify.annotations.NullMarked;
