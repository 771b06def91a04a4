/** What every driver must do, as tests to extend. */
@NullMarked
package io.jromio.adio.contract;

import org.jspecify.annotations.NullMarked;
