package io.jromio.h5vol.nativefile.format;

import static org.bytedeco.hdf5.global.hdf5.H5F_ACC_RDONLY;
import static org.bytedeco.hdf5.global.hdf5.H5Fclose;
import static org.bytedeco.hdf5.global.hdf5.H5Fopen;
import static org.bytedeco.hdf5.global.hdf5.H5Lexists;
import static org.bytedeco.hdf5.global.hdf5.H5P_DEFAULT;
import static org.bytedeco.hdf5.global.hdf5.H5open;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.api.Group;
import io.jromio.h5vol.codec.ByteWriter;
import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Larger files: written by the C library and read here, or the other way round. */
final class LibraryTest {
  private static final long UNDEFINED = MetadataSource.UNDEFINED;

  private static Walk written(Path folder, String script) throws IOException {
    Path path = folder.resolve("library.h5");
    Programs.python(script, path.toString());
    return Walk.of(Files.readAllBytes(path));
  }

  @Test
  void shouldReadLinksWhenHeapHasManyBlocks(@TempDir Path folder) throws IOException {
    Walk walk =
        written(
            folder,
            """
            with h5py.File(sys.argv[1], "w", libver="latest") as f:
              for name in ("tracked", "plain"):
                g = f.create_group(name, track_order=name == "tracked")
                for i in range(4000):
                  g["link%05d" % (7 * i % 4001)] = h5py.SoftLink("/target/with/a/long/path/%d" % i)
            """);
    List<Link> tracked = walk.links("/tracked");
    assertEquals(4000, tracked.size());
    assertEquals(4000, walk.links("/plain").size());
    for (int i = 0; i < 4000; i++) {
      assertEquals("link%05d".formatted(7 * i % 4001), tracked.get(i).name());
      assertEquals(i, tracked.get(i).order());
      assertTrue(tracked.get(i).target().toString().endsWith("/%d]".formatted(i)));
    }
  }

  @Test
  void shouldReadOldGroupWhenItsTreeHasLevels(@TempDir Path folder) throws IOException {
    Walk walk =
        written(
            folder,
            """
            with h5py.File(sys.argv[1], "w") as f:
              g = f.create_group("g")
              for i in range(3000):
                g["n%04d" % (2999 - i)] = h5py.SoftLink("/%d" % i)
            """);
    List<Link> links = walk.links("/g");
    assertEquals(3000, links.size());
    for (int i = 0; i < 3000; i++) {
      assertEquals("n%04d".formatted(i), links.get(i).name());
    }
  }

  @Test
  void shouldReadAttributesWhenTheyAreHugeObjects(@TempDir Path folder) throws IOException {
    Walk walk =
        written(
            folder,
            """
            with h5py.File(sys.argv[1], "w", libver="latest") as f:
              d = f.create_dataset("d", data=1)
              for i in range(200):
                d.attrs["small%03d" % i] = i
              for i in range(30):
                d.attrs["huge%02d" % i] = [i] * 9000
            """);
    List<HeaderMessage.Attribute> attributes = walk.attributes("/d");
    assertEquals(230, attributes.size());
    for (int i = 0; i < 30; i++) {
      AttributeValue value = attributes.get(i).value();
      assertEquals("huge%02d".formatted(i), value.name());
      assertEquals(Dataspace.of(9000), value.space());
      assertEquals(i, value.elements().bytes().get(ValueLayout.JAVA_LONG_UNALIGNED, 8 * 8999));
    }
  }

  private static HeaderMessage.Attribute text(MemorySpace space, String name, String... values) {
    List<byte[]> objects = new ArrayList<>();
    long payload = 0;
    for (String value : values) {
      objects.add(value.getBytes(StandardCharsets.UTF_8));
      payload += objects.getLast().length;
    }
    long size = GlobalHeap.collectionSize(payload, objects.size());
    long heap = space.allocate(size);
    space.put(heap, GlobalHeap.collection(objects, size));
    ByteWriter elements = new ByteWriter();
    for (int i = 0; i < values.length; i++) {
      elements.u4(objects.get(i).length).u8(heap).u4(i + 1);
    }
    return new HeaderMessage.Attribute(
        new AttributeValue(
            name,
            Dataspace.of(values.length),
            Elements.of(H5Type.STRING, MemorySegment.ofArray(elements.bytes()))),
        -1);
  }

  private static long named(MemorySpace space, H5Type type) throws H5Exception {
    List<HeaderMessage> messages =
        List.of(new HeaderMessage.Type(type, UNDEFINED), new HeaderMessage.RefCount(2));
    return ObjectHeader.create(space, messages, 0).address();
  }

  private static Path assembled(Path folder) throws IOException {
    MemorySpace space = new MemorySpace();
    H5Type type =
        H5Type.compound(
            12,
            new CompoundType.Member("i", 0, H5Type.I32),
            new CompoundType.Member("x", 4, H5Type.F64));
    long typeAddress = named(space, type);
    ByteWriter values = new ByteWriter();
    for (int i = 0; i < 3; i++) {
      values.u4(i).u8(Double.doubleToLongBits(i + 0.5));
    }
    List<HeaderMessage> messages =
        List.of(
            new HeaderMessage.Space(Dataspace.of(3)),
            new HeaderMessage.Type(type, typeAddress),
            new HeaderMessage.Fill(FillSpec.NONE),
            new HeaderMessage.Layout(new DataLayout.Compact(values.bytes())),
            ObjectHeaderTest.attributeInfo(),
            text(space, "words", "alpha", "", "größer"));
    long dataset = ObjectHeader.create(space, messages, 0).address();
    List<HeaderMessage> many =
        new ArrayList<>(List.of(ObjectHeaderTest.linkInfo(10_000), new HeaderMessage.GroupInfo()));
    ObjectHeader group = ObjectHeader.create(space, many, 100);
    for (int i = 0; i < 10_000; i++) {
      many.add(ObjectHeaderTest.hard("link%05d".formatted(i), dataset, i));
      if (i % 1000 == 999) {
        group.store(space, many);
      }
    }
    List<HeaderMessage> root =
        List.of(
            ObjectHeaderTest.linkInfo(3),
            new HeaderMessage.GroupInfo(),
            ObjectHeaderTest.hard("type", typeAddress, 0),
            ObjectHeaderTest.hard("data", dataset, 1),
            ObjectHeaderTest.hard("many", group.address(), 2));
    Path path = folder.resolve("assembled.h5");
    Files.write(path, space.finish(ObjectHeader.create(space, root, 0).address()));
    return path;
  }

  @Test
  void shouldBeReadByPythonWhenAssembled(@TempDir Path folder) throws IOException {
    String text =
        Programs.python(
            """
            with h5py.File(sys.argv[1]) as f:
              print(f["data"][...].tolist(), list(f["data"].attrs["words"]))
              print(isinstance(f["type"], h5py.Datatype), f["data"].id.get_type().committed())
              print(len(f["many"]), f["many/link09999"][2]["x"])
            """,
            assembled(folder).toString());
    assertEquals(
        """
        [(0, 0.5), (1, 1.5), (2, 2.5)] ['alpha', '', 'größer']
        True True
        10000 2.5
        """,
        text);
  }

  @Test
  void shouldBeReadByTheLibraryInProcessWhenAssembled(@TempDir Path folder) throws IOException {
    Path path = assembled(folder);
    H5open();
    long file = H5Fopen(path.toString(), H5F_ACC_RDONLY, H5P_DEFAULT);
    assertTrue(file >= 0, "opens");
    assertEquals(1, H5Lexists(file, "/many/link00000", H5P_DEFAULT));
    assertEquals(1, H5Lexists(file, "/many/link09999", H5P_DEFAULT));
    assertEquals(0, H5Lexists(file, "/many/link10000", H5P_DEFAULT));
    assertEquals(0, H5Fclose(file));
    try (HdfFile jhdf = new HdfFile(path)) {
      assertEquals(10_000, ((Group) jhdf.getByPath("/many")).getChildren().size());
      assertArrayEquals(
          new String[] {"alpha", "", "größer"},
          (String[]) jhdf.getByPath("/data").getAttribute("words").getData());
    }
  }
}
