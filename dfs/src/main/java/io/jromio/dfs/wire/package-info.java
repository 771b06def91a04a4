/** What client and engine say to each other: requests, replies and their frames. */
@NullMarked
package io.jromio.dfs.wire;

import org.jspecify.annotations.NullMarked;
