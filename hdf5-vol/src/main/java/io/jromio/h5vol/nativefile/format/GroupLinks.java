package io.jromio.h5vol.nativefile.format;

import io.jromio.h5vol.codec.ByteReader;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.Link;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The links of a group: in its header, in a fractal heap, or in a symbol table of old files. */
public final class GroupLinks {
  private static final Comparator<Link> BY_NAME =
      (a, b) -> Arrays.compareUnsigned(bytes(a.name()), bytes(b.name()));

  /** Type of the records of the tree of names. */
  private static final int NAME_RECORD = 5;

  private static final int HASH = 4;
  private static final int HEAP_ID = 7;

  private GroupLinks() {}

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * In the order of creation if it is tracked, else in that of the alphabet.
   *
   * @throws H5Exception {@link H5Error#BAD_FILE}, also if the object is no group; {@link
   *     H5Error#UNSUPPORTED} for user-defined links
   */
  public static List<Link> read(MetadataSource source, ObjectHeader header) throws H5Exception {
    List<Link> links = new ArrayList<>();
    for (HeaderMessage message : header.messages()) {
      if (message instanceof HeaderMessage.SymbolTable table) {
        return SymbolTable.read(source, table);
      }
      if (message instanceof HeaderMessage.LinkTo linkTo) {
        links.add(linkTo.link());
      }
    }
    HeaderMessage.LinkInfo info = info(header);
    if (info.heap() != MetadataSource.UNDEFINED) {
      dense(source, info, links);
    }
    links.sort(info.tracked() ? Comparator.comparingLong(Link::order) : BY_NAME);
    return links;
  }

  private static HeaderMessage.LinkInfo info(ObjectHeader header) throws H5Exception {
    for (HeaderMessage message : header.messages()) {
      if (message instanceof HeaderMessage.LinkInfo info) {
        return info;
      }
    }
    throw new H5Exception(H5Error.BAD_FILE, header + " is not that of a group");
  }

  private static void dense(MetadataSource source, HeaderMessage.LinkInfo info, List<Link> links)
      throws H5Exception {
    FractalHeap heap = FractalHeap.read(source, info.heap());
    for (byte[] bytes : BTree2.read(source, info.names(), NAME_RECORD)) {
      ByteReader record = new ByteReader(bytes, "link of the tree at " + info.names());
      record.skip(HASH);
      byte[] link = heap.object(record.raw(HEAP_ID));
      links.add(LinkCodec.decode(new ByteReader(link, "link of the heap at " + info.heap())));
    }
  }

  /**
   * Gives back the space of links that are not in the header, once they are: for a group that
   * another program wrote and whose links change.
   */
  public static void release(MetadataSpace space, ObjectHeader header) throws H5Exception {
    HeaderMessage.LinkInfo info = info(header);
    if (info.heap() != MetadataSource.UNDEFINED) {
      FractalHeap.read(space, info.heap()).release(space);
      freeTree(space, info.names());
      freeTree(space, info.orders());
    }
  }

  private static void freeTree(MetadataSpace space, long tree) throws H5Exception {
    if (tree != MetadataSource.UNDEFINED) {
      BTree2.free(space, tree);
    }
  }
}
