/** File views, the bytes of a file that a request touches, and typed application memory. */
@NullMarked
package io.jromio.adio.view;

import org.jspecify.annotations.NullMarked;
