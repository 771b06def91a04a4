/**
 * IOR: writes and reads files from many ranks the way IOR's C program does, with its options, its
 * report and its data signature, so that scripts, parsers and files of the one serve the other.
 *
 * <p>What differs from the C program, on purpose:
 *
 * <ul>
 *   <li>The first line of the report names this program: {@code IOR-4.1.0+jromio-0.1.0: ...}.
 *   <li>Errors go to standard error and name rank, phase, file and error class. Exit codes are 0, 1
 *       (an error, or wrong data) and 2 (usage), the same on all ranks.
 *   <li>A wrong byte is shown with file, offset, expected and found value, writer and reader; the
 *       number of errors is that of wrong transfers, as in C.
 *   <li>Numbers are read strictly: {@code 4x} is refused, {@code -b16m} means just that.
 *   <li>Transfer sizes need not be multiples of 8.
 *   <li>Checking works with strided datatypes, and with them {@code -C} and {@code -Z} do too.
 *   <li>{@code --mpiio.preallocate} with {@code -F} preallocates what a rank's file will hold.
 *   <li>An unreadable hints file is an error, a line of it that is no hint a warning.
 *   <li>The C program's counts of file hits ({@code -Z -v -v}) and its environment ({@code -v -v
 *       -v}) are not shown.
 * </ul>
 */
@NullMarked
package io.jromio.bench.ior;

import org.jspecify.annotations.NullMarked;
