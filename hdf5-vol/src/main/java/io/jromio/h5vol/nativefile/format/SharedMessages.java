package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.codec.TypeCodec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;

/**
 * Messages that stand elsewhere: in the header of a named type. Messages in the heap of a file for
 * shared messages are refused.
 *
 * @source HDF5 file format specification v3.0, section IV.A.2 (shared message encoding)
 */
final class SharedMessages {
  private static final int IN_HEAP = 1;
  private static final int IN_HEADER = 2;

  private final MetadataSource source;

  SharedMessages(MetadataSource source) {
    this.source = source;
  }

  /** The body of a message that is of the named type whose header is at {@code address}. */
  static byte[] encode(long address) {
    return new ByteWriter().u1(2).u1(IN_HEADER).u8(address).bytes();
  }

  /** Header in which the message stands. */
  long address(ByteReader in) throws H5Exception {
    int version = in.u1();
    int kind = in.u1();
    if (version == 1) {
      in.skip(6 + 8);
    } else if (version == 3 && kind == IN_HEAP) {
      throw new H5Exception(
          H5Error.UNSUPPORTED, "messages in a heap for shared messages (SOHM) cannot be read");
    } else if (version != 2 && version != 3) {
      throw in.bad("has a shared message of an unknown version: version=" + version);
    }
    return in.u8();
  }

  /** The named type whose header is at {@code address}. */
  H5Type type(long address) throws H5Exception {
    HeaderBlocks header = HeaderBlocks.read(source, address);
    for (RawMessage message : header.messages()) {
      if (message.type() == RawMessage.TYPE && !message.is(RawMessage.SHARED)) {
        return TypeCodec.decode(new ByteReader(message.body(), "named type at " + address));
      }
    }
    throw new H5Exception(H5Error.BAD_FILE, "object header at " + address + " has no named type");
  }
}
