/** What the file system under test says about itself; binds the C library's statvfs. */
@NullMarked
package io.jromio.bench.filesystem;

import org.jspecify.annotations.NullMarked;
