/** Filters of chunks: deflate, shuffle, fletcher32. */
@NullMarked
package io.jromio.h5vol.nativefile.filter;

import org.jspecify.annotations.NullMarked;
