package io.jromio.adio.daos;

import io.jromio.adio.ErrorClass;
import io.jromio.adio.MpiIoException;
import io.jromio.dfs.Dfs;
import io.jromio.dfs.DfsException;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectStore;
import io.jromio.dfs.object.PoolInfo;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A mounted container, and the connection to its store. */
public final class DaosMount implements AutoCloseable {
  private final StoreSystem system;
  private final ObjectStore store;
  private final Dfs dfs;
  private final String pool;

  DaosMount(StoreSystem system, ObjectStore store, Dfs dfs, String pool) {
    this.system = system;
    this.store = store;
    this.dfs = dfs;
    this.pool = pool;
  }

  /** The files. */
  public Dfs dfs() {
    return dfs;
  }

  /** Where the store is. */
  public String endpoint() {
    return system.endpoint();
  }

  /** What only one object of the store is called. */
  String unique(ObjectId object) {
    return store.info().uuid() + "." + object;
  }

  /** Bytes that the pool has room for. */
  public long free() throws StoreException {
    long free = 0;
    for (PoolInfo.TargetSpace space : system.queryPool(pool).targets()) {
      free += space.bulkFree();
    }
    return free;
  }

  /** What {@link DaosStores#attach} needs on other ranks: opaque bytes. */
  public byte[] share() throws DfsException {
    return new Shared(system.endpoint(), pool, dfs.isReadOnly(), store.share(), dfs.share())
        .encode();
  }

  /** Gives back the container's handle and the connection. */
  @Override
  public void close() throws DfsException, StoreException {
    try {
      dfs.close();
    } finally {
      system.close();
    }
  }

  /**
   * A mount on its way to another rank.
   *
   * <pre>
   * 0  "jromiodm"                   8
   * 8  1 if read-only               1
   * 9  endpoint, pool               UTF each
   *    handles of container, mount  length 4 and bytes each
   * </pre>
   */
  record Shared(String endpoint, String pool, boolean readOnly, byte[] store, byte[] mount) {
    private static final long MAGIC = 0x6a726f6d696f646dL;

    byte[] encode() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        out.writeLong(MAGIC);
        out.writeBoolean(readOnly);
        out.writeUTF(endpoint);
        out.writeUTF(pool);
        out.writeInt(store.length);
        out.write(store);
        out.writeInt(mount.length);
        out.write(mount);
      } catch (IOException e) {
        throw new IllegalStateException("memory does not fail", e);
      }
      return bytes.toByteArray();
    }

    static Shared decode(byte[] bytes) throws MpiIoException {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        if (in.readLong() != MAGIC) {
          throw new IOException("magic");
        }
        boolean readOnly = in.readBoolean();
        String endpoint = in.readUTF();
        String pool = in.readUTF();
        byte[] store = in.readNBytes(in.readInt());
        return new Shared(endpoint, pool, readOnly, store, in.readNBytes(in.readInt()));
      } catch (IOException | IllegalArgumentException e) {
        throw new MpiIoException(
            ErrorClass.ARG, "no shared mount: bytes=%d".formatted(bytes.length), e);
      }
    }
  }
}
