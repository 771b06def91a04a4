package io.jromio.h5vol.nativefile.format;

import java.io.IOException;
import java.util.Random;

/** Files in memory and programs that read them, for the tests of other packages. */
public final class TestFiles {
  private TestFiles() {}

  /** A new file without superblock. */
  public static MetadataSpace empty() {
    return new MemorySpace();
  }

  /** A file that h5py wrote. */
  public static byte[] sample(String name) {
    return Walk.sample(name);
  }

  /** A copy of a file with something wrong: cut, or bytes that are others. */
  public static byte[] damaged(byte[] file, Random random) {
    return FuzzTest.damaged(file, random);
  }

  /** What stands in a file already. */
  public static MetadataSpace of(byte... bytes) {
    return new MemorySpace(bytes);
  }

  /** The bytes of the file, with a superblock that leads to this root group. */
  public static byte[] finish(MetadataSpace space, long root) {
    return ((MemorySpace) space).finish(root);
  }

  /** Bytes that were given back. */
  public static long freed(MetadataSpace space) {
    return ((MemorySpace) space).freed().values().stream().mapToLong(Long::longValue).sum();
  }

  /** What a script with h5py prints; skips the test where there is none. */
  public static String python(String script, String... arguments) throws IOException {
    return Programs.python(script, arguments);
  }

  /** What a program of hdf5-tools prints; skips the test where there is none. */
  public static String run(String program, String... arguments) throws IOException {
    return Programs.run(program, arguments);
  }
}
