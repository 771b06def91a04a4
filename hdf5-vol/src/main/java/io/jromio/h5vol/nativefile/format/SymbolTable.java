package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectToken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A group of the old style: a B-tree of version 1 whose leaves are nodes of symbols, and a local
 * heap with their names.
 *
 * <pre>
 * "TREE" type 1, level 1, used 2, left 8, right 8, key 8, child 8, key 8, ... key 8
 * "SNOD" 1 0 used 2, symbols of 40 bytes
 * "HEAP" 0 000 size 8, free 8, address 8
 * </pre>
 *
 * @source HDF5 file format specification v3.0, sections III.A.1, III.B, III.C, III.D
 */
final class SymbolTable {
  private static final int SYMBOL = 40;
  private static final int SOFT_LINK = 2;
  private static final int MAX_LEVEL = 64;

  private final MetadataSource source;
  private final byte[] names;
  private final String what;
  private final Set<Long> visited = new HashSet<>();
  private final List<Link> links = new ArrayList<>();

  private SymbolTable(MetadataSource source, byte[] names, String what) {
    this.source = source;
    this.names = names;
    this.what = what;
  }

  /** In the order of the tree, which is that of the alphabet. */
  static List<Link> read(MetadataSource source, HeaderMessage.SymbolTable table)
      throws H5Exception {
    String what = "symbol table at " + table.tree();
    byte[] names = heap(source, table.heap(), what);
    SymbolTable reader = new SymbolTable(source, names, what);
    reader.node(table.tree(), -1);
    return reader.links;
  }

  private static byte[] heap(MetadataSource source, long address, String what) throws H5Exception {
    String heap = "local heap at %d of the %s".formatted(address, what);
    ByteReader in = new ByteReader(source.read(address, 32, heap), heap);
    in.expect("HEAP");
    in.skip(4);
    long size = in.u8();
    in.skip(8);
    if (size > Integer.MAX_VALUE - 8) {
      throw in.bad("is too large: size=" + size);
    }
    return source.read(in.u8(), size, heap);
  }

  private void visit(long address) throws H5Exception {
    if (!visited.add(address)) {
      throw new H5Exception(H5Error.BAD_FILE, what + " goes in circles: node=" + address);
    }
  }

  /**
   * @param expected level; -1 for any
   */
  private void node(long address, int expected) throws H5Exception {
    visit(address);
    String node = "B-tree node at %d of the %s".formatted(address, what);
    ByteReader head = new ByteReader(source.read(address, 24, node), node);
    head.expect("TREE");
    int type = head.u1();
    int level = head.u1();
    int used = head.u2();
    if (type != 0 || level > MAX_LEVEL || (expected >= 0 && level != expected)) {
      throw head.bad("is of another kind: type=%d level=%d".formatted(type, level));
    }
    ByteReader in = new ByteReader(source.read(address + 24, 16L * used, node), node);
    for (int i = 0; i < used; i++) {
      in.skip(8);
      long child = in.u8();
      if (level == 0) {
        symbols(child);
      } else {
        node(child, level - 1);
      }
    }
  }

  private void symbols(long address) throws H5Exception {
    visit(address);
    String node = "symbol node at %d of the %s".formatted(address, what);
    ByteReader head = new ByteReader(source.read(address, 8, node), node);
    head.expect("SNOD");
    int version = head.u1();
    head.skip(1);
    int used = head.u2();
    if (version != 1) {
      throw head.bad("is of an unknown version: version=" + version);
    }
    ByteReader in = new ByteReader(source.read(address + 8, (long) SYMBOL * used, node), node);
    for (int i = 0; i < used; i++) {
      String name = text(in.u8(), node);
      long header = in.u8();
      long kind = in.u4();
      in.skip(4);
      long value = in.u4();
      in.skip(12);
      LinkTarget target =
          kind == SOFT_LINK
              ? new LinkTarget.Soft(text(value, node))
              : new LinkTarget.Hard(new ObjectToken(header));
      links.add(new Link(name, target, -1));
    }
  }

  private String text(long offset, String node) throws H5Exception {
    if (offset < 0 || offset >= names.length) {
      throw new H5Exception(
          H5Error.BAD_FILE, "%s has a name outside its heap: offset=%d".formatted(node, offset));
    }
    return new ByteReader(names, (int) offset, names.length, node).zeroEnded();
  }
}
