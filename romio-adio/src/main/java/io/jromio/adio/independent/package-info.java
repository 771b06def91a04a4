/**
 * I/O of one rank by itself: contiguous, list I/O and data sieving, and the choice between them.
 */
@NullMarked
package io.jromio.adio.independent;

import org.jspecify.annotations.NullMarked;
