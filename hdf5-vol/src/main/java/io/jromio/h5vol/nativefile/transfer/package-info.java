/** Moves elements between memory and the places of datasets in a file. */
@NullMarked
package io.jromio.h5vol.nativefile.transfer;

import org.jspecify.annotations.NullMarked;
