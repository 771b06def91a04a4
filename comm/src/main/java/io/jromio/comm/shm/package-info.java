/**
 * Memory that the processes of one node share: the job segment with its rings, files in {@code
 * /dev/shm}, and how to wait for them. Knows ranks as numbers and messages as framed bytes, nothing
 * above.
 */
@NullMarked
package io.jromio.comm.shm;

import org.jspecify.annotations.NullMarked;
