/** Ways between a client and an engine: within one JVM, and over sockets. */
@NullMarked
package io.jromio.dfs.transport;

import org.jspecify.annotations.NullMarked;
