package io.jromio.h5vol.model;

/**
 * What tells an object from all others of its file, as references hold it: the address of its
 * header, or its object index with its kind.
 */
public record ObjectToken(long value) {}
