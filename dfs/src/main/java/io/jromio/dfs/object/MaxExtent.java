package io.jromio.dfs.object;

/**
 * The end of an object with integer dkeys that hold one array each.
 *
 * @param exists whether the object has any dkey with bytes in the array asked for
 * @param dkey the largest of them
 * @param end one past the last byte of its array
 * @param epoch of the latest change of the object, also of punches; 0 if it never was changed
 */
public record MaxExtent(boolean exists, long dkey, long end, long epoch) {}
