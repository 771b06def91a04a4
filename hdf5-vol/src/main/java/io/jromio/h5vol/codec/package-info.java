/** Types, dataspaces, fill values and filters as bytes: bodies of HDF5's header messages. */
@NullMarked
package io.jromio.h5vol.codec;

import org.jspecify.annotations.NullMarked;
