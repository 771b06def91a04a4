/**
 * Measures single steps with JMH: flattening, intersection, packing, and one collective call. They
 * compile with the tests and run with {@code mvn -P jmh}.
 */
@NullMarked
package io.jromio.bench.jmh;

import org.jspecify.annotations.NullMarked;
