package io.jromio.adio.view;

import io.jromio.adio.datatype.Datatype;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Application memory: {@code count} instances of a datatype in a segment, seen as a stream of data
 * bytes in type-map order. Displacement 0 of the first instance is the segment's start, or {@code
 * origin} where negative displacements need room in front.
 *
 * <p>Safe for several threads as far as their data ranges are separate.
 */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable", "exports"})
public final class TypedBuffer {

  /**
   * Covers {@code segment} from its start.
   *
   * @throws IllegalArgumentException if the type map leaves the segment or the count is negative
   */
  public TypedBuffer(MemorySegment segment, Datatype type, long count) {
    this(segment, 0, type, count);
  }

  private TypedBuffer(MemorySegment segment, long origin, Datatype type, long count) {
    throw new UnsupportedOperationException(segment + " " + origin + " " + type + " " + count);
  }

  /** All bytes of a segment. */
  public static TypedBuffer of(MemorySegment segment) {
    return new TypedBuffer(segment, Datatype.BYTE, segment.byteSize());
  }

  /** Displacement 0 of the first instance is {@code origin} bytes into the segment. */
  public static TypedBuffer of(MemorySegment segment, long origin, Datatype type, long count) {
    return new TypedBuffer(segment, origin, type, count);
  }

  /** Bytes of data. */
  public long bytes() {
    throw new UnsupportedOperationException();
  }

  /** Whether the data lies in one piece, in order. */
  public boolean isContiguous() {
    throw new UnsupportedOperationException();
  }

  /**
   * The memory itself, without a copy.
   *
   * @throws IllegalStateException unless {@link #isContiguous}
   */
  public MemorySegment slice(long dataOffset, long length) {
    throw new UnsupportedOperationException(dataOffset + " " + length);
  }

  /** Copies data from {@code dataOffset} on out of the memory, until {@code into} is full. */
  public void pack(long dataOffset, MemorySegment into) {
    pack(dataOffset, into, 0, into.byteSize());
  }

  /** Copies {@code length} bytes of data from {@code dataOffset} on to a place in {@code into}. */
  public void pack(long dataOffset, MemorySegment into, long intoOffset, long length) {
    throw new UnsupportedOperationException(dataOffset + " " + into + intoOffset + " " + length);
  }

  /** Copies all of {@code from} into the memory, as data from {@code dataOffset} on. */
  public void unpack(long dataOffset, MemorySegment from) {
    unpack(dataOffset, from, 0, from.byteSize());
  }

  /** Copies {@code length} bytes into the memory, as data from {@code dataOffset} on. */
  public void unpack(long dataOffset, MemorySegment from, long fromOffset, long length) {
    throw new UnsupportedOperationException(dataOffset + " " + from + fromOffset + " " + length);
  }

  /**
   * Adds the pieces of memory that hold data from {@code dataOffset} on, for vectored calls.
   *
   * @param most pieces to add at most
   * @return bytes of data in the added pieces, {@code length} at most
   */
  public long segments(long dataOffset, long length, int most, List<MemorySegment> into) {
    throw new UnsupportedOperationException(dataOffset + " " + length + most + into);
  }
}
