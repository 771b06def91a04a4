/** The engine of a store: who has it, where it listens, and how a process gets to it. */
@NullMarked
package io.jromio.dfs.embedded;

import org.jspecify.annotations.NullMarked;
