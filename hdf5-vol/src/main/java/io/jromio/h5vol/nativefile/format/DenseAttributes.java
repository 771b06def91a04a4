package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.codec.Lookup3;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attributes in a fractal heap, found by trees of their names' hashes and of their order.
 *
 * <pre>
 * name record    heap id 8, message flags 1, order 4, hash 4
 * order record   heap id 8, message flags 1, order 4
 * </pre>
 *
 * @source HDF5 file format specification v3.0, section III.A.2, types 8 and 9
 */
final class DenseAttributes {
  private static final int NAMES = 8;
  private static final int ORDERS = 9;
  private static final BTree2.Shape NAME_TREE = new BTree2.Shape(NAMES, 17, 512, 100, 40);
  private static final BTree2.Shape ORDER_TREE = new BTree2.Shape(ORDERS, 13, 512, 100, 40);

  private final MetadataSpace space;
  private final boolean tracked;
  private final List<HeaderMessage.Attribute> attributes;
  private final List<byte[]> bodies;

  /**
   * @param bodies messages of the attributes
   */
  DenseAttributes(
      MetadataSpace space,
      boolean tracked,
      List<HeaderMessage.Attribute> attributes,
      List<byte[]> bodies) {
    this.space = space;
    this.tracked = tracked;
    this.attributes = attributes;
    this.bodies = bodies;
  }

  /** In the order of the alphabet. */
  static List<HeaderMessage.Attribute> read(MetadataSource source, HeaderMessage.AttributeInfo info)
      throws H5Exception {
    FractalHeap heap = FractalHeap.read(source, info.heap());
    SharedMessages shared = new SharedMessages(source);
    String what = "attribute of the heap at " + info.heap();
    List<HeaderMessage.Attribute> attributes = new ArrayList<>();
    for (byte[] bytes : BTree2.read(source, info.names(), NAMES)) {
      ByteReader record = new ByteReader(bytes, what);
      byte[] id = record.raw(FractalHeapWriter.ID_BYTES);
      int flags = record.u1();
      long order = record.u4();
      if ((flags & RawMessage.SHARED) != 0) {
        throw new H5Exception(
            H5Error.UNSUPPORTED, what + " is shared (SOHM), which cannot be read");
      }
      ByteReader body = new ByteReader(heap.object(id), what);
      attributes.add(
          new HeaderMessage.Attribute(
              AttributeCodec.decode(body, shared), info.tracked() ? order : -1));
    }
    attributes.sort(
        (a, b) -> Arrays.compareUnsigned(bytes(a.value().name()), bytes(b.value().name())));
    return attributes;
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  /** A record of both trees, with what they are sorted by. */
  private record Entry(long hash, byte[] name, long order, byte[] id) {}

  /**
   * @param old where attributes were before; its trees are used again
   */
  HeaderMessage.AttributeInfo store(
      boolean indexed, long next, HeaderMessage.@Nullable AttributeInfo old) throws H5Exception {
    FractalHeapWriter.Written heap = FractalHeapWriter.write(space, bodies);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < bodies.size(); i++) {
      byte[] name = bytes(attributes.get(i).value().name());
      long hash = Lookup3.hash(name, 0, name.length) & 0xffff_ffffL;
      long order = tracked ? attributes.get(i).order() : i;
      entries.add(new Entry(hash, name, order, heap.ids().get(i)));
    }
    entries.sort(
        Comparator.comparingLong(Entry::hash).thenComparing(Entry::name, Arrays::compareUnsigned));
    List<byte[]> names = new ArrayList<>();
    for (Entry entry : entries) {
      names.add(new ByteWriter().raw(entry.id()).u1(0).u4(entry.order()).u4(entry.hash()).bytes());
    }
    long none = MetadataSource.UNDEFINED;
    long nameTree = BTree2.store(space, NAME_TREE, names, old == null ? none : old.names());
    long orderTree = indexed ? storeOrders(entries, old == null ? none : old.orders()) : none;
    return new HeaderMessage.AttributeInfo(
        tracked, indexed, next, heap.address(), nameTree, orderTree);
  }

  private long storeOrders(List<Entry> entries, long before) throws H5Exception {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(Entry::order));
    List<byte[]> records = new ArrayList<>();
    for (Entry entry : sorted) {
      records.add(new ByteWriter().raw(entry.id()).u1(0).u4(entry.order()).bytes());
    }
    return BTree2.store(space, ORDER_TREE, records, before);
  }
}
