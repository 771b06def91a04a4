/**
 * IOR: writes and reads files from many ranks the way IOR's C program does, with its options, its
 * report and its data signature.
 */
@NullMarked
package io.jromio.bench.ior;

import org.jspecify.annotations.NullMarked;
