/** MPI datatypes and their flat byte layouts. */
@NullMarked
package io.jromio.adio.datatype;

import org.jspecify.annotations.NullMarked;
