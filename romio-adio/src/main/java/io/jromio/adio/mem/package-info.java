/** Files in the memory of this process. */
@NullMarked
package io.jromio.adio.mem;

import org.jspecify.annotations.NullMarked;
