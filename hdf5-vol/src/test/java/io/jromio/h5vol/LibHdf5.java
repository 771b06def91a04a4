package io.jromio.h5vol;

import static org.bytedeco.hdf5.global.hdf5.H5Aclose;
import static org.bytedeco.hdf5.global.hdf5.H5Aget_space;
import static org.bytedeco.hdf5.global.hdf5.H5Aget_type;
import static org.bytedeco.hdf5.global.hdf5.H5Aopen_by_name;
import static org.bytedeco.hdf5.global.hdf5.H5Aread;
import static org.bytedeco.hdf5.global.hdf5.H5Dclose;
import static org.bytedeco.hdf5.global.hdf5.H5Dget_space;
import static org.bytedeco.hdf5.global.hdf5.H5Dget_type;
import static org.bytedeco.hdf5.global.hdf5.H5Dopen2;
import static org.bytedeco.hdf5.global.hdf5.H5Dread;
import static org.bytedeco.hdf5.global.hdf5.H5Eset_auto2;
import static org.bytedeco.hdf5.global.hdf5.H5Fclose;
import static org.bytedeco.hdf5.global.hdf5.H5Fopen;
import static org.bytedeco.hdf5.global.hdf5.H5Sclose;
import static org.bytedeco.hdf5.global.hdf5.H5Sget_simple_extent_npoints;
import static org.bytedeco.hdf5.global.hdf5.H5T_NATIVE_DOUBLE_g;
import static org.bytedeco.hdf5.global.hdf5.H5T_NATIVE_LLONG_g;
import static org.bytedeco.hdf5.global.hdf5.H5Tclose;
import static org.bytedeco.hdf5.global.hdf5.H5Tget_size;
import static org.bytedeco.hdf5.global.hdf5.H5Tis_variable_str;
import static org.bytedeco.hdf5.global.hdf5.H5open;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.bytedeco.hdf5.H5E_auto2_t;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** The C library within this process. It is for one thread at a time. */
final class LibHdf5 {
  private static final int READ_ONLY = 0;

  private LibHdf5() {}

  /** Reads elements of a type in memory into a buffer. */
  private interface Read {
    int into(long type, Pointer buffer);
  }

  static synchronized void shouldHold(Path file, String dataset, Object expected) {
    long hdf = open(file);
    try {
      long id = H5Dopen2(hdf, dataset, 0);
      assertTrue(id >= 0, "libhdf5 cannot open: " + file + dataset);
      long type = H5Dget_type(id);
      long space = H5Dget_space(id);
      Object data =
          read(type, space, expected, (memory, buffer) -> H5Dread(id, memory, 0, 0, 0, buffer));
      H5Sclose(space);
      H5Tclose(type);
      H5Dclose(id);
      OutsideReaders.assertSame("libhdf5: " + file + dataset, expected, data);
    } finally {
      H5Fclose(hdf);
    }
  }

  static synchronized void shouldHoldAttribute(
      Path file, String object, String name, Object expected) {
    long hdf = open(file);
    try {
      long id = H5Aopen_by_name(hdf, object, name, 0, 0);
      assertTrue(id >= 0, "libhdf5 cannot open: " + file + object + "@" + name);
      long type = H5Aget_type(id);
      long space = H5Aget_space(id);
      Object data = read(type, space, expected, (memory, buffer) -> H5Aread(id, memory, buffer));
      H5Sclose(space);
      H5Tclose(type);
      H5Aclose(id);
      OutsideReaders.assertSame("libhdf5: " + file + object + "@" + name, expected, data);
    } finally {
      H5Fclose(hdf);
    }
  }

  /** Whether the library opens a file for reading. */
  static synchronized boolean opens(Path file) {
    quiet();
    long hdf = H5Fopen(file.toString(), READ_ONLY, 0);
    if (hdf >= 0) {
      H5Fclose(hdf);
    }
    return hdf >= 0;
  }

  private static void quiet() {
    H5open();
    H5Eset_auto2(0, (H5E_auto2_t) null, null);
  }

  private static long open(Path file) {
    quiet();
    long hdf = H5Fopen(file.toString(), READ_ONLY, 0);
    assertTrue(hdf >= 0, "libhdf5 cannot open: " + file);
    return hdf;
  }

  private static Object read(long type, long space, Object expected, Read read) {
    int count = (int) H5Sget_simple_extent_npoints(space);
    if (expected instanceof String[]) {
      return H5Tis_variable_str(type) > 0 ? variable(type, count, read) : fixed(type, count, read);
    }
    if (expected instanceof double[] || expected instanceof float[]) {
      try (DoublePointer buffer = new DoublePointer(Math.max(1, count))) {
        assertTrue(read.into(H5T_NATIVE_DOUBLE_g(), buffer) >= 0, "libhdf5 cannot read");
        double[] values = new double[count];
        buffer.get(values);
        return values;
      }
    }
    try (LongPointer buffer = new LongPointer(Math.max(1, count))) {
      assertTrue(read.into(H5T_NATIVE_LLONG_g(), buffer) >= 0, "libhdf5 cannot read");
      long[] values = new long[count];
      buffer.get(values);
      return values;
    }
  }

  private static String[] variable(long type, int count, Read read) {
    String[] values = new String[count];
    try (PointerPointer<BytePointer> buffer = new PointerPointer<>(Math.max(1, count))) {
      assertTrue(read.into(type, buffer) >= 0, "libhdf5 cannot read strings");
      for (int i = 0; i < count; i++) {
        BytePointer text = buffer.get(BytePointer.class, i);
        values[i] = text == null ? "" : text.getString(StandardCharsets.UTF_8);
      }
    }
    return values;
  }

  private static String[] fixed(long type, int count, Read read) {
    int size = (int) H5Tget_size(type);
    String[] values = new String[count];
    try (BytePointer buffer = new BytePointer(Math.max(1L, (long) count * size))) {
      assertTrue(read.into(type, buffer) >= 0, "libhdf5 cannot read strings");
      byte[] bytes = new byte[count * size];
      buffer.get(bytes);
      for (int i = 0; i < count; i++) {
        int end = 0;
        while (end < size && bytes[i * size + end] != 0) {
          end++;
        }
        values[i] = new String(bytes, i * size, end, StandardCharsets.UTF_8);
      }
    }
    return values;
  }
}
