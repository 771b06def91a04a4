package io.jromio.h5vol.vol;

import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.Selection;

/**
 * Elements of one dataset to move. The n-th element of one selection is the n-th of the other.
 *
 * @param selection in the dataset
 * @param memory elements in memory: at least those of {@code memorySpace}
 * @param memorySpace the shape of memory
 * @param memorySelection in memory, as many elements as {@code selection}
 */
public record Transfer(
    VolDataset dataset,
    Selection selection,
    Elements memory,
    Dataspace memorySpace,
    Selection memorySelection) {}
