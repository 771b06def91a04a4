/** Locks between the threads of one process. */
@NullMarked
package io.jromio.adio.lock;

import org.jspecify.annotations.NullMarked;
