/** Where the chunks of a dataset are: the table in memory, and the five indexes of files. */
@NullMarked
package io.jromio.h5vol.nativefile.index;

import org.jspecify.annotations.NullMarked;
