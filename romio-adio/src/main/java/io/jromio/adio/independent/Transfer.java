package io.jromio.adio.independent;

import io.jromio.adio.AdioFile;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.TypedBuffer;

/**
 * One independent request, as a strategy sees it.
 *
 * @param window bytes of staging memory that may be used
 * @param locked whether the whole span is locked already
 */
record Transfer(AdioFile file, AccessList list, TypedBuffer buffer, long window, boolean locked) {}
