/**
 * The write and read kernels of h5bench (VPIC-IO and BD-CATS-IO), and one that creates many small
 * datasets.
 *
 * @source hpc-io/h5bench, h5bench_patterns
 */
@NullMarked
package io.jromio.bench.h5bench;

import org.jspecify.annotations.NullMarked;
