package io.jromio.mpiio;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.datatype.Datatype;
import io.jromio.adio.view.TypedBuffer;
import java.lang.foreign.MemorySegment;

/** The caller's memory as it was passed: not checked yet, so that a collective call can enter. */
record Memory(MemorySegment segment, long count, Datatype type) {

  static Memory bytes(MemorySegment segment) {
    return new Memory(segment, segment == null ? 0 : segment.byteSize(), Datatype.BYTE);
  }

  /**
   * The memory, fit for moving bytes.
   *
   * @throws MpiIoException {@link ErrorClass#COUNT} if the count is negative, {@link
   *     ErrorClass#TYPE} without a type, {@link ErrorClass#BUFFER} if the segment is missing, too
   *     small, closed, owned by another thread, or read-only where a read should fill it
   */
  TypedBuffer buffer(Direction direction) throws MpiIoException {
    if (count < 0) {
      throw new MpiIoException(ErrorClass.COUNT, "negative count: count=" + count);
    }
    if (type == null) {
      throw new MpiIoException(ErrorClass.TYPE, "no datatype: type=null");
    }
    if (segment == null) {
      throw new MpiIoException(ErrorClass.BUFFER, "no buffer: segment=null");
    }
    if (!segment.scope().isAlive() || !segment.isAccessibleBy(Thread.currentThread())) {
      throw new MpiIoException(
          ErrorClass.BUFFER,
          "segment is closed or belongs to another thread: thread="
              + Thread.currentThread().getName());
    }
    if (direction == Direction.READ && segment.isReadOnly()) {
      throw new MpiIoException(ErrorClass.BUFFER, "cannot read into a read-only segment");
    }
    try {
      return new TypedBuffer(segment, type, count);
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      throw new MpiIoException(ErrorClass.BUFFER, String.valueOf(e.getMessage()), e);
    }
  }
}
