/** What planning a collective call takes when there are very many ranks. */
@NullMarked
package io.jromio.bench.planning;

import org.jspecify.annotations.NullMarked;
