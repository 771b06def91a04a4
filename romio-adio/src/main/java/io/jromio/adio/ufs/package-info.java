/** Files of the operating system, through libc. */
@NullMarked
package io.jromio.adio.ufs;

import org.jspecify.annotations.NullMarked;
