/** A connector that passes every call on and prints what it was and what it took. */
@NullMarked
package io.jromio.h5vol.log;

import org.jspecify.annotations.NullMarked;
