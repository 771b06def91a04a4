package io.jromio.h5vol.nativefile.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectToken;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ObjectHeaderTest {
  private static final long UNDEFINED = MetadataSource.UNDEFINED;

  static HeaderMessage.Attribute attribute(String name, H5Type type, byte... bytes) {
    Elements elements = Elements.of(type, MemorySegment.ofArray(bytes));
    return new HeaderMessage.Attribute(new AttributeValue(name, Dataspace.scalar(), elements), -1);
  }

  static HeaderMessage.LinkTo hard(String name, long address, long order) {
    return new HeaderMessage.LinkTo(
        new Link(name, new LinkTarget.Hard(new ObjectToken(address)), order));
  }

  static HeaderMessage.LinkInfo linkInfo(long next) {
    return new HeaderMessage.LinkInfo(true, false, next, UNDEFINED, UNDEFINED, UNDEFINED);
  }

  static HeaderMessage.AttributeInfo attributeInfo() {
    return new HeaderMessage.AttributeInfo(false, false, 0, UNDEFINED, UNDEFINED, UNDEFINED);
  }

  private static List<HeaderMessage> group(int links) {
    List<HeaderMessage> messages =
        new ArrayList<>(List.of(linkInfo(links), new HeaderMessage.GroupInfo()));
    for (int i = 0; i < links; i++) {
      messages.add(hard("link" + i, 1000 + i, i));
    }
    return messages;
  }

  /** A file with a contiguous dataset, links of all kinds and attributes. */
  private static byte[] assembled() throws H5Exception {
    MemorySpace space = new MemorySpace();
    long data = space.allocate(24);
    for (int i = 0; i < 6; i++) {
      space.put(data + 4L * i, new byte[] {(byte) i, 1, 0, 0});
    }
    byte[] units = "metre\0".getBytes(StandardCharsets.UTF_8);
    List<HeaderMessage> dataset =
        List.of(
            new HeaderMessage.Space(Dataspace.of(new long[] {2, 3}, new long[] {2, 3})),
            new HeaderMessage.Type(H5Type.I32, UNDEFINED),
            new HeaderMessage.Fill(
                new FillSpec(Optional.empty(), FillSpec.Time.IF_SET, FillSpec.Allocation.EARLY)),
            new HeaderMessage.Layout(new DataLayout.Contiguous(data, 24)),
            new HeaderMessage.RefCount(2),
            attributeInfo(),
            attribute("units", H5Type.string(6), units),
            attribute("grüße", H5Type.U8, (byte) 200));
    long address = ObjectHeader.create(space, dataset, 256).address();
    List<HeaderMessage> root =
        List.of(
            linkInfo(4),
            new HeaderMessage.GroupInfo(),
            hard("z", address, 0),
            hard("ä", address, 1),
            new HeaderMessage.LinkTo(new Link("soft", new LinkTarget.Soft("/z"), 2)),
            new HeaderMessage.LinkTo(
                new Link("ext", new LinkTarget.External("other.h5", "/x"), 3)));
    return space.finish(ObjectHeader.create(space, root, 0).address());
  }

  @Test
  void shouldPrintValuesWhenH5dumpReadsWhatWasAssembled(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("a.h5");
    Files.write(file, assembled());
    String text = Programs.run("h5dump", file.toString());
    assertTrue(text.contains("(0,0): 256, 257, 258,"), text);
    assertTrue(text.contains("(1,0): 259, 260, 261"), text);
    assertTrue(text.contains("\"metre\\000\""), text);
    assertTrue(text.contains("HARDLINK \"/z\""), text);
    assertTrue(text.contains("TARGETFILE \"other.h5\""), text);
    assertTrue(Programs.run("h5ls", file.toString()).contains("Soft Link {/z}"));
  }

  @Test
  void shouldReadWhatWasAssembledWhenBaseIsNotZero() throws H5Exception {
    byte[] inner = assembled();
    byte[] outer = new byte[1024 + inner.length];
    System.arraycopy(inner, 0, outer, 1024, inner.length);
    Superblock found = Superblock.find(new MemorySpace(outer));
    assertEquals(1024, found.base());
    assertEquals(inner.length, found.end());
    ObjectHeader root = ObjectHeader.read(new MemorySpace(inner), found.root());
    assertEquals(6, root.messages().size());
  }

  @Test
  void shouldRefuseSuperblockWhenItIsAbsentOrDamaged() throws H5Exception {
    byte[] bytes = assembled();
    bytes[20] ^= 1;
    for (byte[] bad : List.of(bytes, new byte[0], new byte[5000])) {
      H5Exception e = assertThrows(H5Exception.class, () -> Superblock.find(new MemorySpace(bad)));
      assertEquals(H5Error.BAD_FILE, e.error());
    }
  }

  @Test
  void shouldReadEveryMessageWhenItWasWritten() throws H5Exception {
    MemorySpace space = new MemorySpace();
    List<HeaderMessage> messages =
        List.of(
            new HeaderMessage.Space(Dataspace.of(new long[] {4, 5}, new long[] {-1, 5})),
            new HeaderMessage.Type(H5Type.F64, UNDEFINED),
            new HeaderMessage.Fill(
                new FillSpec(
                    Optional.of(Elements.of(H5Type.F64, MemorySegment.ofArray(new byte[8]))),
                    FillSpec.Time.ALLOCATION,
                    FillSpec.Allocation.INCREMENTAL)),
            new HeaderMessage.Layout(
                new DataLayout.Chunked(
                    new long[] {300, 5},
                    8,
                    true,
                    new DataLayout.Index.ExtensibleArray(32, 4, 4, 16, 10),
                    4711)),
            new HeaderMessage.Filters(
                List.of(
                    FilterSpec.shuffle(8),
                    FilterSpec.deflate(1),
                    FilterSpec.fletcher32(),
                    new FilterSpec(32000, "lzf", true, 4, 261))),
            new HeaderMessage.RefCount(3),
            attributeInfo(),
            attribute("a", H5Type.U8, (byte) 1),
            new HeaderMessage.Other(0x0d, 0, "comment\0".getBytes(StandardCharsets.UTF_8)));
    ObjectHeader written = ObjectHeader.create(space, messages, 0);
    List<HeaderMessage> read = ObjectHeader.read(space, written.address()).messages();
    assertEquals(messages.size(), read.size());
    for (int i : new int[] {0, 1, 4, 5, 6}) {
      assertEquals(messages.get(i), read.get(i));
    }
    var fill = ((HeaderMessage.Fill) read.get(2)).fill();
    assertEquals(FillSpec.Time.ALLOCATION, fill.time());
    assertEquals(FillSpec.Allocation.INCREMENTAL, fill.allocation());
    assertEquals(8, fill.value().orElseThrow().bytes().byteSize());
    var chunked = (DataLayout.Chunked) ((HeaderMessage.Layout) read.get(3)).layout();
    assertArrayEquals(new long[] {300, 5}, chunked.shape());
    assertEquals(new DataLayout.Index.ExtensibleArray(32, 4, 4, 16, 10), chunked.index());
    assertEquals(4711, chunked.address());
    var value = ((HeaderMessage.Attribute) read.get(7)).value();
    assertEquals(1, value.elements().bytes().get(ValueLayout.JAVA_BYTE, 0));
    assertArrayEquals(
        "comment\0".getBytes(StandardCharsets.UTF_8), ((HeaderMessage.Other) read.get(8)).body());
  }

  @Test
  void shouldKeepAddressAndBytesWhenHeaderGrowsAndShrinks() throws H5Exception {
    MemorySpace space = new MemorySpace();
    ObjectHeader header = ObjectHeader.create(space, group(0), 64);
    long address = header.address();
    for (int links : new int[] {1, 2, 3, 10, 100, 5, 0, 99, 1000, 1}) {
      header.store(space, group(links));
      ObjectHeader read = ObjectHeader.read(space, address);
      assertEquals(group(links), read.messages());
      header = links % 2 == 0 ? header : read;
    }
    assertTrue(space.freed().isEmpty());
  }

  @Test
  void shouldTakeFewBlocksWhenLinksComeOneByOne() throws H5Exception {
    MemorySpace space = new MemorySpace();
    List<HeaderMessage> messages = group(1000);
    ObjectHeader header = ObjectHeader.create(space, messages.subList(0, 2), 64);
    for (int n = 3; n <= messages.size(); n++) {
      header.store(space, messages.subList(0, n));
    }
    assertEquals(messages, ObjectHeader.read(space, header.address()).messages());
    long needed = 1000 * 30;
    assertTrue(space.end() < 3 * needed, "end=" + space.end());
  }

  @Test
  void shouldKeepBytesWhenMessageIsNotUnderstood() throws H5Exception {
    MemorySpace space = new MemorySpace();
    var unknown = new HeaderMessage.Other(0x33, 0x10, (byte) 1, (byte) 2);
    long address = ObjectHeader.create(space, List.of(linkInfo(0), unknown), 40).address();
    ObjectHeader header = ObjectHeader.read(space, address);
    List<HeaderMessage> changed = new ArrayList<>(header.messages());
    changed.add(hard("new", 48, 0));
    header.store(space, changed);
    ObjectHeader again = ObjectHeader.read(space, address);
    var kept = (HeaderMessage.Other) again.messages().get(1);
    assertEquals(0x30, kept.flags());
    assertArrayEquals(new byte[] {1, 2}, kept.body());
    assertSame(changed.get(2), header.messages().get(2));
  }

  @Test
  void shouldRefuseWhatMustBeKnown() throws H5Exception {
    MemorySpace space = new MemorySpace();
    long writing =
        ObjectHeader.create(space, List.of(new HeaderMessage.Other(0x33, 0x08)), 0).address();
    ObjectHeader readable = ObjectHeader.read(space, writing);
    H5Exception e =
        assertThrows(H5Exception.class, () -> readable.store(space, readable.messages()));
    assertEquals(H5Error.UNSUPPORTED, e.error());
    long always =
        ObjectHeader.create(space, List.of(new HeaderMessage.Other(0x33, 0x80)), 0).address();
    e = assertThrows(H5Exception.class, () -> ObjectHeader.read(space, always));
    assertEquals(H5Error.UNSUPPORTED, e.error());
  }

  @Test
  void shouldRefuseMessageWhenItIsTooLarge() {
    var huge = attribute("a", H5Type.opaque(65_536, ""), new byte[65_536]);
    H5Exception e =
        assertThrows(
            H5Exception.class, () -> ObjectHeader.create(new MemorySpace(), List.of(huge), 0));
    assertEquals(H5Error.UNSUPPORTED, e.error());
  }
}
