package io.jromio.h5vol.model;

/**
 * What a dataset takes, for tools.
 *
 * @param bytes allocated for elements, after filters
 * @param address where they begin in the file, -1 if that means nothing
 * @param chunks that have a place, 0 if not chunked
 * @param index how chunks are found, as h5debug names it: implicit, fixed array, ...; empty if not
 *     chunked
 */
public record StorageInfo(long bytes, long address, long chunks, String index) {}
