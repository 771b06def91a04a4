/**
 * Messages by MPJ Express, which is bound at run time: nothing of it is needed to compile or to run
 * without it.
 */
@NullMarked
package io.jromio.comm.mpj;

import org.jspecify.annotations.NullMarked;
