/** The engine: targets that own what they store, and the metadata of pools and containers. */
@NullMarked
package io.jromio.dfs.engine;

import org.jspecify.annotations.NullMarked;
