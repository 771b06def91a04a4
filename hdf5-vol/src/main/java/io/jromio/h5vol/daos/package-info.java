/**
 * HDF5 files as objects of an object store: one container per file, one object per group, dataset
 * or named type.
 */
@NullMarked
package io.jromio.h5vol.daos;

import org.jspecify.annotations.NullMarked;
