@NullMarked
package io.jromio.comm;

import org.jspecify.annotations.NullMarked;
