@NullMarked
package io.jromio.mpiio;

import org.jspecify.annotations.NullMarked;
