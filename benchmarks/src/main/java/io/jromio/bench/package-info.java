@NullMarked
package io.jromio.bench;

import org.jspecify.annotations.NullMarked;
