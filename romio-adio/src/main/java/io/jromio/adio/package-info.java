@NullMarked
package io.jromio.adio;

import org.jspecify.annotations.NullMarked;
