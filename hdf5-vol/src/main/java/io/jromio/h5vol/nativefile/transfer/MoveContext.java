package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.convert.BlobStore;
import io.jromio.h5vol.vol.Direction;

/**
 * What all parts of one call have in common.
 *
 * @param base where the HDF5 file begins in the file of the system
 * @param heap where parts of variable length are read from
 */
record MoveContext(
    Direction direction, long base, Staging staging, BlobStore heap, Limits limits) {}
