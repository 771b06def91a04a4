package io.jromio.h5vol.model;

/**
 * A name in a group.
 *
 * @param order the how-manieth link of its group it was, from 0; -1 where it is not tracked
 */
public record Link(String name, LinkTarget target, long order) {}
