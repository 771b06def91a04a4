/** The distribution, used from outside. */
@NullMarked
package io.jromio.dist;

import org.jspecify.annotations.NullMarked;
