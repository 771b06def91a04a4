/**
 * The structures of HDF5's file format but for chunk indexes: superblock, object headers and their
 * messages, groups, heaps, B-trees.
 *
 * @source HDF5 file format specification v3.0
 */
@NullMarked
package io.jromio.h5vol.nativefile.format;

import org.jspecify.annotations.NullMarked;
