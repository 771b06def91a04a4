package io.jromio.h5vol.codec;

import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Exception;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The filters of a dataset as a filter pipeline message: versions 1 and 2 read, 2 written.
 *
 * @source HDF5 file format specification v3.0, section IV.A.2.l
 */
public final class FilterCodec {
  /** Filters of the library itself have smaller numbers, and no names in version 2. */
  private static final int FIRST_NAMED = 256;

  private static final int MAX_FILTERS = 32;

  private FilterCodec() {}

  public static byte[] encode(List<FilterSpec> filters) {
    ByteWriter out = new ByteWriter();
    out.u1(2).u1(filters.size());
    for (FilterSpec filter : filters) {
      byte[] name = filter.name().getBytes(StandardCharsets.UTF_8);
      boolean named = filter.id() >= FIRST_NAMED;
      int[] client = filter.client();
      out.u2(filter.id());
      if (named) {
        out.u2(name.length == 0 ? 0 : name.length + 1);
      }
      out.u2(filter.optional() ? 1 : 0).u2(client.length);
      if (named && name.length > 0) {
        out.raw(name).u1(0);
      }
      for (int value : client) {
        out.u4(value);
      }
    }
    return out.bytes();
  }

  public static List<FilterSpec> decode(ByteReader reader) throws H5Exception {
    int version = reader.u1();
    int count = reader.u1();
    if (version < 1 || version > 2 || count > MAX_FILTERS) {
      throw reader.bad("has no filter pipeline: version=%d filters=%d".formatted(version, count));
    }
    if (version == 1) {
      reader.skip(6);
    }
    List<FilterSpec> filters = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      filters.add(filter(reader, version));
    }
    return filters;
  }

  private static FilterSpec filter(ByteReader reader, int version) throws H5Exception {
    int id = reader.u2();
    int nameLength = version == 1 || id >= FIRST_NAMED ? reader.u2() : 0;
    int flags = reader.u2();
    int values = reader.u2();
    byte[] name = reader.raw(version == 1 ? (nameLength + 7) / 8 * 8 : nameLength);
    int end = 0;
    while (end < name.length && name[end] != 0) {
      end++;
    }
    if (4L * values > reader.left()) {
      throw reader.bad(
          "has a filter with too many values: filter=%d values=%d".formatted(id, values));
    }
    int[] client = new int[values];
    for (int i = 0; i < values; i++) {
      client[i] = (int) reader.u4();
    }
    if (version == 1 && values % 2 == 1) {
      reader.skip(4);
    }
    String text = new String(name, 0, end, StandardCharsets.UTF_8);
    return new FilterSpec(id, text.isEmpty() ? known(id) : text, (flags & 1) != 0, client);
  }

  private static String known(int id) {
    return switch (id) {
      case FilterSpec.DEFLATE -> "deflate";
      case FilterSpec.SHUFFLE -> "shuffle";
      case FilterSpec.FLETCHER32 -> "fletcher32";
      case 4 -> "szip";
      case 5 -> "nbit";
      case 6 -> "scaleoffset";
      default -> "";
    };
  }
}
