/** {@code jromio h5}: lists, prints, compares, copies and repairs HDF5 files of any connector. */
@NullMarked
package io.jromio.bench.h5;

import org.jspecify.annotations.NullMarked;
