/** The values of HDF5: types, dataspaces, selections, layouts, links; no file and no rank. */
@NullMarked
package io.jromio.h5vol.model;

import org.jspecify.annotations.NullMarked;
