/**
 * Starts the ranks of a job: in processes of their own, as threads of one JVM, or under MPJ
 * Express.
 */
@NullMarked
package io.jromio.comm.launch;

import org.jspecify.annotations.NullMarked;
