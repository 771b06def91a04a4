/** Elements from one type to another, and to Java's arrays and back. */
@NullMarked
package io.jromio.h5vol.convert;

import org.jspecify.annotations.NullMarked;
