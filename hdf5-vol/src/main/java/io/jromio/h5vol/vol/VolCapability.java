package io.jromio.h5vol.vol;

/**
 * What a connector may or may not offer; tests skip by these, and calls beyond them are {@link
 * io.jromio.h5vol.model.H5Error#UNSUPPORTED}.
 *
 * @source HDF5 1.14, H5VLpublic.h, capability flags
 */
public enum VolCapability {
  /** Files are what other HDF5 programs open. */
  NATIVE_FILES,
  HARD_LINKS,
  SOFT_LINKS,
  EXTERNAL_LINKS,
  /** Links and attributes are listed in the order of creation. */
  CREATION_ORDER,
  /** Named types. */
  STORED_DATATYPES,
  OBJECT_REFERENCES,
  VARIABLE_LENGTH,
  FILTERS,
  COMPACT_LAYOUT,
  FILL_VALUES,
  /** Datasets that change their shape. */
  RESIZE,
  /** Elements that a dataset loses when it shrinks are fill values when it grows again. */
  SHRINK_CLEARS,
  /** {@link VolFile#flush} makes everything before it readable after a crash. */
  FLUSH,
  /** A file that its writer did not close is recognised. */
  CRASH_DETECTION,
  /** Transfers of all ranks are aggregated. */
  COLLECTIVE_TRANSFERS,
  /** Transfers may complete after the call. */
  ASYNC,
  /** {@link io.jromio.h5vol.model.StorageInfo} tells addresses. */
  ADDRESSES
}
