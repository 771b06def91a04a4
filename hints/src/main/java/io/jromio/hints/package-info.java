@NullMarked
package io.jromio.hints;

import org.jspecify.annotations.NullMarked;
