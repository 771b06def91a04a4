/** What commands show to a person who waits. */
@NullMarked
package io.jromio.bench.console;

import org.jspecify.annotations.NullMarked;
