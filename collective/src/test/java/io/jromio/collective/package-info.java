@NullMarked
package io.jromio.collective;

import org.jspecify.annotations.NullMarked;
