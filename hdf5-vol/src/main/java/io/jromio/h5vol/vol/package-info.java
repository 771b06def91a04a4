/** The virtual object layer: what a connector offers, and how one is chosen. */
@NullMarked
package io.jromio.h5vol.vol;

import org.jspecify.annotations.NullMarked;
