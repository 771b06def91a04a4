package io.jromio.dfs;

import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.ObjectId;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;

/**
 * The 88 bytes that a directory keeps for an entry, see {@link DfsLayout}. A view of the bytes;
 * filled by one thread, then read by any.
 */
final class Inode {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;

  /** All zero. */
  Inode() {
    this(new byte[DfsLayout.INODE_LENGTH]);
  }

  /** The inode that these bytes are; not copied. */
  Inode(byte[] bytes) {
    if (bytes.length != DfsLayout.INODE_LENGTH) {
      throw new IllegalArgumentException("no inode: length=%d".formatted(bytes.length));
    }
    this.bytes = bytes;
  }

  Inode copy() {
    return new Inode(bytes.clone());
  }

  /** The bytes themselves. */
  byte[] bytes() {
    return bytes;
  }

  /** The bytes that say which object of which type this is. */
  byte[] identity() {
    return Arrays.copyOf(bytes, DfsLayout.IDENTITY_LENGTH);
  }

  /** All of it, to be written or read. */
  ByteRanges whole() {
    return ByteRanges.of(0, MemorySegment.ofArray(bytes));
  }

  /** Some fields, as pairs of offset and length. */
  ByteRanges parts(int... fields) {
    long[] offsets = new long[fields.length / 2];
    long[] lengths = new long[offsets.length];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = fields[2 * i];
      lengths[i] = fields[2 * i + 1];
    }
    return new ByteRanges(offsets, lengths, MemorySegment.ofArray(bytes), offsets);
  }

  int mode() {
    return (int) INT.get(bytes, DfsLayout.MODE);
  }

  Inode mode(int mode) {
    INT.set(bytes, DfsLayout.MODE, mode);
    return this;
  }

  ObjectId id() {
    return new ObjectId(
        (long) LONG.get(bytes, DfsLayout.OID_HI), (long) LONG.get(bytes, DfsLayout.OID_LO));
  }

  Inode id(ObjectId id) {
    LONG.set(bytes, DfsLayout.OID_HI, id.hi());
    LONG.set(bytes, DfsLayout.OID_LO, id.lo());
    return this;
  }

  long chunk() {
    return (long) LONG.get(bytes, DfsLayout.CHUNK);
  }

  Inode chunk(long chunk) {
    LONG.set(bytes, DfsLayout.CHUNK, chunk);
    return this;
  }

  /** The number of the class; 0 for none. */
  int classId() {
    return (int) INT.get(bytes, DfsLayout.CLASS);
  }

  Inode classId(int id) {
    INT.set(bytes, DfsLayout.CLASS, id);
    return this;
  }

  Instant modified() {
    return Instant.ofEpochSecond(
        (long) LONG.get(bytes, DfsLayout.MTIME), (long) LONG.get(bytes, DfsLayout.MTIME_NS));
  }

  Inode modified(Instant time) {
    LONG.set(bytes, DfsLayout.MTIME, time.getEpochSecond());
    LONG.set(bytes, DfsLayout.MTIME_NS, (long) time.getNano());
    return this;
  }

  Instant changed() {
    return Instant.ofEpochSecond(
        (long) LONG.get(bytes, DfsLayout.CTIME), (long) LONG.get(bytes, DfsLayout.CTIME_NS));
  }

  Inode changed(Instant time) {
    LONG.set(bytes, DfsLayout.CTIME, time.getEpochSecond());
    LONG.set(bytes, DfsLayout.CTIME_NS, (long) time.getNano());
    return this;
  }

  Stat.Owner owner() {
    return new Stat.Owner((int) INT.get(bytes, DfsLayout.UID), (int) INT.get(bytes, DfsLayout.GID));
  }

  Inode owner(Stat.Owner owner) {
    INT.set(bytes, DfsLayout.UID, owner.uid());
    INT.set(bytes, DfsLayout.GID, owner.gid());
    return this;
  }

  long size() {
    return (long) LONG.get(bytes, DfsLayout.SIZE);
  }

  Inode size(long size) {
    LONG.set(bytes, DfsLayout.SIZE, size);
    return this;
  }

  long objectHlc() {
    return (long) LONG.get(bytes, DfsLayout.OBJECT_HLC);
  }

  Inode objectHlc(long epoch) {
    LONG.set(bytes, DfsLayout.OBJECT_HLC, epoch);
    return this;
  }

  @Override
  public String toString() {
    return "mode=%o id=%s chunk=%d class=%d".formatted(mode(), id(), chunk(), classId());
  }
}
