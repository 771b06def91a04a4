package io.jromio.h5vol.nativefile;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.H5Exception;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What rank 0 read while it worked, in order, for ranks that do the same work. */
final class ReadNotes {
  private final ByteWriter out = new ByteWriter();

  /** One read: bytes, or why there are none. */
  record Note(byte[] bytes, @Nullable H5Exception failure) {}

  void add(byte[] bytes, @Nullable H5Exception failure) {
    byte[] why = Outcome.encode(failure);
    out.u4(why.length).raw(why).u4(bytes.length).raw(bytes);
  }

  byte[] encode() {
    return out.bytes();
  }

  static void decode(byte[] encoded, Queue<Note> notes) throws H5Exception {
    ByteReader in = new ByteReader(encoded, "what rank 0 read");
    while (in.left() > 0) {
      H5Exception failure = Outcome.decode(in.raw(in.u4()), null);
      notes.add(new Note(in.raw(in.u4()), failure));
    }
  }
}
