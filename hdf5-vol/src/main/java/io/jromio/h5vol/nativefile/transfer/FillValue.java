package io.jromio.h5vol.nativefile.transfer;

import io.jromio.h5vol.convert.MemoryBlobs;
import io.jromio.h5vol.convert.TypeConversion;
import io.jromio.h5vol.convert.TypeConversion.Place;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import java.lang.foreign.MemorySegment;

/** What elements are that have no place in the file, or a new one. */
final class FillValue {
  private FillValue() {}

  /** The fill value, zeros if there is none, as one element. */
  static Elements of(DatasetCreation creation) {
    H5Type type = creation.type();
    return creation
        .fill()
        .value()
        .filter(value -> value.count() > 0)
        .orElseGet(() -> Elements.of(type, MemorySegment.ofArray(new byte[type.size()])));
  }

  /**
   * One element as the file has it.
   *
   * @throws H5Exception {@link H5Error#UNSUPPORTED} for a fill value of variable length that is not
   *     empty
   */
  static byte[] inFile(StoredDataset dataset) throws H5Exception {
    DatasetCreation creation = dataset.creation();
    H5Type type = creation.type();
    byte[] element = new byte[type.size()];
    Elements value = of(creation);
    if (type.hasVlen()) {
      if (isZero(value.bytes())) {
        return element;
      }
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "fill values of variable length cannot be written: dataset=" + dataset.path());
    }
    MemoryBlobs none = new MemoryBlobs(new Blobs());
    TypeConversion.between(value.type(), type)
        .convert(
            new Place(value.bytes(), 0),
            new Place(MemorySegment.ofArray(element), 0),
            1,
            none,
            none);
    return element;
  }

  /** Whether bytes must be written where a new place is: not where zeros are meant. */
  static boolean isWritten(StoredDataset dataset) {
    FillSpec fill = dataset.creation().fill();
    return fill.time() != FillSpec.Time.NEVER
        && fill.value().isPresent()
        && !isZero(fill.value().get().bytes());
  }

  static boolean isZero(MemorySegment bytes) {
    for (long i = 0; i < bytes.byteSize(); i++) {
      if (bytes.get(java.lang.foreign.ValueLayout.JAVA_BYTE, i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Repeats an element over a segment, which is a whole number of elements. */
  static void repeat(byte[] element, MemorySegment target) {
    if (target.byteSize() == 0) {
      return;
    }
    long done = element.length;
    MemorySegment.copy(MemorySegment.ofArray(element), 0, target, 0, done);
    while (done < target.byteSize()) {
      long next = Math.min(done, target.byteSize() - done);
      MemorySegment.copy(target, 0, target, done, next);
      done += next;
    }
  }
}
