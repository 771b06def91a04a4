/** What DFS costs besides moving bytes. */
@NullMarked
package io.jromio.bench.dfscosts;

import org.jspecify.annotations.NullMarked;
