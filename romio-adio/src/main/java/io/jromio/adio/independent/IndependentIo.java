package io.jromio.adio.independent;

import io.jromio.adio.AdioFeature;
import io.jromio.adio.AdioFile;
import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.adio.independent.StrategySelector.Abilities;
import io.jromio.adio.independent.StrategySelector.Wishes;
import io.jromio.adio.view.AccessList;
import io.jromio.adio.view.TypedBuffer;
import io.jromio.hints.Hints;
import io.jromio.hints.JromioHints;
import io.jromio.hints.RomioHints;
import io.jromio.hints.Toggle;

/**
 * Reads and writes of one rank by itself, of any view and any memory.
 *
 * <p><b>Locks.</b> In atomic mode a request holds one lock over its whole span, shared for a read.
 * Otherwise writes are without locks, unless {@code romio_ds_write=enable}, which all ranks give
 * alike: then a sieving write holds its window exclusively while it reads and writes it back, and
 * every other write holds its span in common against that.
 */
public final class IndependentIo {
  private IndependentIo() {}

  /**
   * A {@linkplain #read(AdioFile, AccessList, TypedBuffer, Hints, boolean) read} not in atomic
   * mode.
   */
  public static long read(AdioFile file, AccessList list, TypedBuffer buffer, Hints hints)
      throws MpiIoException {
    return read(file, list, buffer, hints, false);
  }

  /**
   * Reads what {@code list} touches into {@code buffer}.
   *
   * @param atomic whether MPI's atomic mode is on
   * @return bytes of the request that lie before the end of the file; memory of those behind it is
   *     left as it was
   * @throws IllegalArgumentException if there is less memory than data
   * @throws MpiIoException as {@link AdioFile#readAt(long, java.lang.foreign.MemorySegment)};
   *     {@link ErrorClass#UNSUPPORTED_OPERATION} for atomic mode without locks
   */
  public static long read(
      AdioFile file, AccessList list, TypedBuffer buffer, Hints hints, boolean atomic)
      throws MpiIoException {
    checkRoom(list, buffer);
    if (list.isEmpty()) {
      return 0;
    }
    if (!atomic && isPlain(list, buffer)) {
      return file.readAt(list.start(), buffer.slice(0, list.bytes()));
    }
    Wishes wishes =
        new Wishes(hints.get(RomioHints.DS_READ), hints.get(JromioHints.MAPPED_IO), atomic);
    Strategy strategy = StrategySelector.forRead(list, wishes, Abilities.of(file, false));
    Transfer transfer =
        new Transfer(file, list, buffer, hints.get(RomioHints.IND_RD_BUFFER_SIZE), atomic);
    if (!atomic) {
      return read(strategy, transfer);
    }
    try (AdioFile.RangeLock _ = lockSpan(file, list, false)) {
      return read(strategy, transfer);
    }
  }

  /** The short way for most requests: one range of the file, one of memory, all of it. */
  private static boolean isPlain(AccessList list, TypedBuffer buffer) {
    return list.isContiguous() && buffer.isContiguous() && list.bytes() == buffer.bytes();
  }

  private static long read(Strategy strategy, Transfer transfer) throws MpiIoException {
    return switch (strategy) {
      case CONTIGUOUS -> ContiguousStrategy.read(transfer);
      case LIST -> ListStrategy.read(transfer);
      case SIEVING -> SievingReader.read(transfer);
      case MAPPED -> MappedStrategy.read(transfer);
    };
  }

  /**
   * A {@linkplain #write(AdioFile, AccessList, TypedBuffer, Hints, boolean) write} not in atomic
   * mode.
   */
  public static long write(AdioFile file, AccessList list, TypedBuffer buffer, Hints hints)
      throws MpiIoException {
    return write(file, list, buffer, hints, false);
  }

  /**
   * Writes {@code buffer} to what {@code list} touches. No other byte of the file changes, and it
   * does not end behind the last byte of the request unless it did before.
   *
   * @param atomic whether MPI's atomic mode is on
   * @return bytes written: all of them
   * @throws IllegalArgumentException if there is less memory than data
   * @throws MpiIoException as {@link AdioFile#writeAt(long, java.lang.foreign.MemorySegment)}, with
   *     the bytes of the request that were written; {@link ErrorClass#UNSUPPORTED_OPERATION} for
   *     atomic mode without locks
   */
  public static long write(
      AdioFile file, AccessList list, TypedBuffer buffer, Hints hints, boolean atomic)
      throws MpiIoException {
    checkRoom(list, buffer);
    if (list.isEmpty()) {
      return 0;
    }
    Toggle sieving = hints.get(RomioHints.DS_WRITE);
    if (!atomic && sieving != Toggle.ENABLE && isPlain(list, buffer)) {
      file.writeAt(list.start(), buffer.slice(0, list.bytes()));
      return list.bytes();
    }
    Wishes wishes = new Wishes(sieving, hints.get(JromioHints.MAPPED_IO), atomic);
    Strategy strategy = StrategySelector.forWrite(list, wishes, Abilities.of(file, true));
    Transfer transfer =
        new Transfer(file, list, buffer, hints.get(RomioHints.IND_WR_BUFFER_SIZE), atomic);
    if (!atomic && !isExposed(strategy, sieving, file)) {
      return write(strategy, transfer);
    }
    try (AdioFile.RangeLock _ = lockSpan(file, list, atomic)) {
      return write(strategy, transfer);
    }
  }

  /** Whether a write must be protected from others who sieve. */
  private static boolean isExposed(Strategy strategy, Toggle sieving, AdioFile file) {
    return sieving == Toggle.ENABLE
        && strategy != Strategy.SIEVING
        && file.features().contains(AdioFeature.DATA_SIEVING_WRITES);
  }

  private static long write(Strategy strategy, Transfer transfer) throws MpiIoException {
    return switch (strategy) {
      case CONTIGUOUS -> ContiguousStrategy.write(transfer);
      case LIST -> ListStrategy.write(transfer);
      case SIEVING -> SievingWriter.write(transfer);
      case MAPPED -> MappedStrategy.write(transfer);
    };
  }

  private static AdioFile.RangeLock lockSpan(AdioFile file, AccessList list, boolean exclusive)
      throws MpiIoException {
    return file.lock(list.start(), list.end() - list.start(), exclusive);
  }

  private static void checkRoom(AccessList list, TypedBuffer buffer) {
    if (list.bytes() > buffer.bytes()) {
      throw new IllegalArgumentException(
          "more data than memory: list=%d buffer=%d".formatted(list.bytes(), buffer.bytes()));
    }
  }
}
