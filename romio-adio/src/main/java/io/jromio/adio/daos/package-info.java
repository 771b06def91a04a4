/** Files of DFS, the DAOS file system, as a driver for MPI-IO. */
@NullMarked
package io.jromio.adio.daos;

import org.jspecify.annotations.NullMarked;
