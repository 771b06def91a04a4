/** HDF5 files for many ranks: files, groups, datasets and attributes as programs use them. */
@NullMarked
package io.jromio.h5vol;

import org.jspecify.annotations.NullMarked;
