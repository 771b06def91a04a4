/**
 * The native connector: files in HDF5's own format, of many ranks, over MPI-IO.
 *
 * <p>Every rank keeps the same objects and takes space from the same allocator, because all make
 * the same calls; so addresses agree without messages. Rank 0 alone reads and writes what describes
 * objects; elements are moved by all.
 */
@NullMarked
package io.jromio.h5vol.nativefile;

import org.jspecify.annotations.NullMarked;
