package io.jromio.h5vol.nativefile.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DenseAttributesTest {

  private static HeaderMessage.Attribute bytes(String name, int count, int seed) {
    byte[] values = new byte[count];
    for (int i = 0; i < count; i++) {
      values[i] = (byte) (i * 31 + seed);
    }
    Elements elements = Elements.of(H5Type.U8, MemorySegment.ofArray(values));
    return new HeaderMessage.Attribute(new AttributeValue(name, Dataspace.of(count), elements), -1);
  }

  private static ObjectHeader group(MemorySpace space) throws H5Exception {
    return ObjectHeader.create(
        space, List.of(ObjectHeaderTest.linkInfo(0), new HeaderMessage.GroupInfo()), 120);
  }

  private static void store(
      MemorySpace space, ObjectHeader header, List<HeaderMessage.Attribute> attributes)
      throws H5Exception {
    List<HeaderMessage> messages = new ArrayList<>();
    for (HeaderMessage message : header.messages()) {
      if (!(message instanceof HeaderMessage.Attribute)
          && !(message instanceof HeaderMessage.AttributeInfo)) {
        messages.add(message);
      }
    }
    messages.addAll(HeaderAttributes.store(space, attributes, header));
    header.store(space, messages);
  }

  private static void assertSame(
      List<HeaderMessage.Attribute> expected, List<HeaderMessage.Attribute> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      AttributeValue value = expected.get(i).value();
      assertEquals(value.name(), found.get(i).value().name());
      assertEquals(value.space(), found.get(i).value().space());
      assertArrayEquals(
          value.elements().bytes().toArray(ValueLayout.JAVA_BYTE),
          found.get(i).value().elements().bytes().toArray(ValueLayout.JAVA_BYTE));
    }
  }

  private static List<HeaderMessage.Attribute> attributes(int small, int large, int size) {
    List<HeaderMessage.Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < large; i++) {
      attributes.add(bytes("large%03d".formatted(i), size + i, i));
    }
    for (int i = 0; i < small; i++) {
      attributes.add(bytes("small%03d".formatted(i), 8, i));
    }
    return attributes;
  }

  @ParameterizedTest
  @CsvSource({
    "0,1,65536",
    "1,1,160000",
    "300,2,70000",
    "3,3,4000000",
    "2,1,10000000",
    "0,1,9000000"
  })
  void shouldReadAttributesEverywhereWhenTheyAreLarge(
      int small, int large, int size, @TempDir Path folder) throws IOException {
    MemorySpace space = new MemorySpace();
    ObjectHeader root = group(space);
    List<HeaderMessage.Attribute> attributes = attributes(small, large, size);
    store(space, root, attributes);
    byte[] file = space.finish(root.address());
    assertSame(attributes, Walk.of(file).attributes(""));
    Path path = folder.resolve("dense.h5");
    Files.write(path, file);
    try (HdfFile jhdf = new HdfFile(path)) {
      assertEquals(attributes.size(), jhdf.getAttributes().size());
      byte[] first =
          attributes.getFirst().value().elements().bytes().toArray(ValueLayout.JAVA_BYTE);
      int[] expected = new int[first.length];
      for (int i = 0; i < first.length; i++) {
        expected[i] = first[i] & 0xff;
      }
      assertArrayEquals(expected, (int[]) jhdf.getAttribute("large000").getData());
    }
    String sum =
        Programs.python(
            """
            f = h5py.File(sys.argv[1], "r+")
            print(sum(int(v.sum()) for v in f.attrs.values()), len(f.attrs))
            f.attrs["added"] = list(range(30000))
            f.close()
            f = h5py.File(sys.argv[1])
            print(len(f.attrs), f.attrs["added"][29999])
            """,
            path.toString());
    long bytes = 0;
    for (HeaderMessage.Attribute attribute : attributes) {
      for (byte b : attribute.value().elements().bytes().toArray(ValueLayout.JAVA_BYTE)) {
        bytes += b & 0xff;
      }
    }
    int count = attributes.size();
    assertEquals("%d %d\n%d 29999\n".formatted(bytes, count, count + 1), sum);
    Programs.run("h5dump", "-H", path.toString());
    assertEquals(count + 1, Walk.of(Files.readAllBytes(path)).attributes("").size());
  }

  @Test
  void shouldGiveSpaceBackWhenAttributesChangeBetweenHeapAndHeader() throws H5Exception {
    MemorySpace space = new MemorySpace();
    ObjectHeader root = group(space);
    for (int large : new int[] {1, 0, 2, 3, 0}) {
      List<HeaderMessage.Attribute> attributes = attributes(5, large, 100_000);
      store(space, root, attributes);
      ObjectHeader read = ObjectHeader.read(space, root.address());
      assertSame(attributes, HeaderAttributes.read(space, read));
    }
    long freed = 0;
    for (long length : space.freed().values()) {
      freed += length;
    }
    assertTrue(freed >= 3 * (1 << 17), "freed=" + freed);
    store(space, root, List.of());
    assertEquals(2, root.messages().size());
  }

  @Test
  void shouldKeepOrderAndBytesWhenObjectOfTheLibraryChanges(@TempDir Path folder)
      throws IOException {
    Walk walk = Walk.of(Walk.sample("dense.h5"));
    MemorySpace space = new MemorySpace(Walk.sample("dense.h5"));
    for (String path : List.of("/ordered", "/attributes")) {
      ObjectHeader header = ObjectHeader.read(space, walk.object(path).address());
      List<HeaderMessage.Attribute> attributes =
          new ArrayList<>(HeaderAttributes.read(space, header));
      attributes.add(bytes("zlarge", 70_000, 1));
      store(space, header, attributes);
    }
    byte[] file = space.content();
    Superblock before = Superblock.find(space);
    space.put(0, new Superblock(3, 0, 0, before.extension(), space.end(), before.root()).encode());
    Path path = folder.resolve("changed.h5");
    Files.write(path, space.content());
    assertFalse(file.length == 0);
    String text =
        Programs.python(
            """
            f = h5py.File(sys.argv[1], "r")
            print(",".join(f["ordered"].attrs.keys()))
            print(f["ordered"].attrs["name"], f["ordered"].attrs["attribute09"])
            print(len(f["attributes"].attrs), int(f["attributes"].attrs["zlarge"].sum()))
            """,
            path.toString());
    assertTrue(text.startsWith("attribute15,attribute14,"), text);
    assertTrue(text.contains(",list,zlarge\nwört 6\n18 "), text);
    Programs.run("h5dump", "-H", path.toString());
  }

  @Test
  void shouldGiveAllBlocksBackOnceWhenLinksLeaveTheirHeap() throws H5Exception {
    Walk walk = Walk.of(Walk.sample("dense.h5"));
    for (String path : List.of("/tracked", "/plain")) {
      MemorySpace space = new MemorySpace(Walk.sample("dense.h5"));
      GroupLinks.release(space, ObjectHeader.read(space, walk.object(path).address()));
      long end = 0;
      for (var block : space.freed().entrySet()) {
        assertTrue(block.getKey() >= end, "blocks overlap: " + space.freed());
        end = block.getKey() + block.getValue();
      }
      assertTrue(space.freed().size() >= 4, () -> "freed=" + space.freed());
      assertTrue(end <= space.end());
    }
  }
}
