package io.jromio.dfs.embedded;

import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.Condition;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.ObjectType;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.object.StoreSystem.OpenMode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/**
 * A process that uses the store: connects, makes pool and container if need be, writes {@code
 * args[2]} dkeys beginning with number {@code args[1]}, says so, and leaves when its input ends.
 */
final class StoreUser {
  static final ObjectId OBJECT = ObjectId.of(ObjectType.ARRAY_BYTE, 1, 1, 0, 77);
  static final Key AKEY = Key.of("0");

  private StoreUser() {}

  public static void main(String[] args) throws IOException {
    Map<String, String> environment = Map.of("JROMIO_HOME", args[0], "JROMIO_TARGETS", "2");
    try (StoreSystem system = StoreAccess.connect(environment);
        ObjectStore store = open(system)) {
      write(store, Long.parseLong(args[1]), Integer.parseInt(args[2]));
      System.out.println("written " + system.endpoint());
      System.out.flush();
      while (System.in.read() >= 0) {
        // Until nobody writes to us any more.
      }
    }
    System.out.println("left");
  }

  static ObjectStore open(StoreSystem system) throws StoreException {
    try {
      system.createPool("tank", 0);
    } catch (StoreException e) {
      accept(e);
    }
    try {
      system.createContainer(
          "tank", new ContainerSpec("ckpt", Map.of("cksum", "crc32"), List.of()));
    } catch (StoreException e) {
      accept(e);
    }
    return system.open("tank", "ckpt", OpenMode.READ_WRITE);
  }

  private static void accept(StoreException e) throws StoreException {
    if (e.der() != Der.EXIST) {
      throw e;
    }
  }

  static byte[] bytes(long dkey) {
    byte[] bytes = new byte[20_000];
    java.util.Arrays.fill(bytes, (byte) dkey);
    return bytes;
  }

  static void write(ObjectStore store, long first, int count) throws StoreException {
    for (long dkey = first; dkey < first + count; dkey++) {
      ByteRanges ranges = ByteRanges.of(0, MemorySegment.ofArray(bytes(dkey)));
      AkeyUpdate akey = new AkeyUpdate.Write(AKEY, Condition.NONE, ranges);
      store.update(OBJECT, List.of(DkeyUpdate.of(Key.of(dkey), Condition.NONE, akey)));
    }
  }
}
