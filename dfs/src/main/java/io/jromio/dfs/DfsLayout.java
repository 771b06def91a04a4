package io.jromio.dfs;

import io.jromio.dfs.object.Key;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectType;

/**
 * Where a POSIX container keeps what: DFS layout version {@value #LAYOUT_VERSION}. All numbers are
 * little endian.
 *
 * <pre>
 * superblock object, user bits 0.0, class S1
 *   dkey DFS_SB_METADATA  single values: DFS_MAGIC(8) DFS_SB_VERSION(2) DFS_LAYOUT_VERSION(2)
 *                         DFS_CHUNK_SIZE(8) DFS_OBJ_CLASS(4) DFS_DIR_OBJ_CLASS(4)
 *                         DFS_FILE_OBJ_CLASS(4) DFS_MODE(4) DFS_HINTS(128)
 *   dkey /                the entry of the root
 * directory object, type 0; the root has user bits hi=1, lo=0
 *   dkey name             DFS_INODE  array of 88 bytes
 *                         DFS_SLINK  single value, the target of a link
 *                         x:name     single value, an extended attribute
 * file object, type 13
 *   dkey chunk index + 1  0          array, the bytes of the chunk
 *
 * DFS_INODE   0 mode(4)      4 oid lo(8)  12 oid hi(8)   20 mtime s(8)  28 ctime s(8)
 *            36 chunk(8)    44 class(4)   48 mtime ns(8) 56 ctime ns(8) 64 uid(4)
 *            68 gid(4)      72 size(8)    80 object hlc(8)
 * </pre>
 *
 * <p>In the entry of a directory, chunk and class are what its new entries get. Size is that of a
 * link's target. Object hlc is the epoch that the object had when its mtime was set by hand.
 *
 * @source DAOS src/client/dfs/README.md, dfs_internal.h
 */
final class DfsLayout {
  static final long MAGIC = 0xda05df50da05df50L;
  static final int SUPERBLOCK_VERSION = 2;
  static final int LAYOUT_VERSION = 3;

  /** Longest hints with their end, bytes. */
  static final int HINTS_LENGTH = 128;

  static final ObjectId SUPERBLOCK = ObjectId.of(ObjectType.MULTI_HASHED, 1, 1, 0, 0);
  static final long ROOT_HI = 1;
  static final String ROOT_NAME = "/";

  static final Key SUPERBLOCK_DKEY = Key.of("DFS_SB_METADATA");
  static final Key MAGIC_AKEY = Key.of("DFS_MAGIC");
  static final Key SUPERBLOCK_VERSION_AKEY = Key.of("DFS_SB_VERSION");
  static final Key LAYOUT_VERSION_AKEY = Key.of("DFS_LAYOUT_VERSION");
  static final Key CHUNK_AKEY = Key.of("DFS_CHUNK_SIZE");
  static final Key CLASS_AKEY = Key.of("DFS_OBJ_CLASS");
  static final Key DIRECTORY_CLASS_AKEY = Key.of("DFS_DIR_OBJ_CLASS");
  static final Key FILE_CLASS_AKEY = Key.of("DFS_FILE_OBJ_CLASS");
  static final Key MODE_AKEY = Key.of("DFS_MODE");
  static final Key HINTS_AKEY = Key.of("DFS_HINTS");

  static final Key INODE_AKEY = Key.of("DFS_INODE");
  static final Key LINK_AKEY = Key.of("DFS_SLINK");
  static final String XATTR_PREFIX = "x:";
  static final Key BYTES_AKEY = Key.of("0");

  static final int MODE = 0;
  static final int OID_LO = MODE + Integer.BYTES;
  static final int OID_HI = OID_LO + Long.BYTES;
  static final int MTIME = OID_HI + Long.BYTES;
  static final int CTIME = MTIME + Long.BYTES;
  static final int CHUNK = CTIME + Long.BYTES;
  static final int CLASS = CHUNK + Long.BYTES;
  static final int MTIME_NS = CLASS + Integer.BYTES;
  static final int CTIME_NS = MTIME_NS + Long.BYTES;
  static final int UID = CTIME_NS + Long.BYTES;
  static final int GID = UID + Integer.BYTES;
  static final int SIZE = GID + Integer.BYTES;
  static final int OBJECT_HLC = SIZE + Long.BYTES;
  static final int INODE_LENGTH = OBJECT_HLC + Long.BYTES;

  /** How much of an inode says which object of which type it is. */
  static final int IDENTITY_LENGTH = MTIME;

  private DfsLayout() {}
}
