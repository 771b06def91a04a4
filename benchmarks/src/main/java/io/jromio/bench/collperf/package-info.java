/**
 * The collective bandwidth of a 3-D array that ranks hold in blocks: what ROMIO's test program
 * coll_perf measures, with its report. Beyond it, the bytes that were read are checked, the array's
 * edge and the repetitions are options, and the figures go to standard output.
 */
@NullMarked
package io.jromio.bench.collperf;

import org.jspecify.annotations.NullMarked;
