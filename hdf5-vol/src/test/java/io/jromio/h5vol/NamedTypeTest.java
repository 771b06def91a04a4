package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.nativefile.FileCheck;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Datasets whose elements are of a type that has a name. */
final class NamedTypeTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldReferToTheirTypeAndKeepIt(int ranks) throws Exception {
    Path path = folder.resolve("named.h5");
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = H5File.create(world, path.toString())) {
            H5NamedType number = file.commit("types/number", H5Type.I32);
            for (String name : List.of("a", "b", "gone")) {
              DatasetSpec spec = file.newDataset(name).type(number).shape(6).fill(4);
              (name.equals("b") ? spec.chunks(4).deflate(1) : spec).create();
            }
            assertEquals(4, number.hardLinks());
            file.delete("gone");
            assertEquals(3, number.hardLinks());
            file.newDataset("own").type(H5Type.I32).shape(6).create();
            assertTrue(file.dataset("own").namedType().isEmpty());
            file.delete("types/number");
            assertEquals(2, number.hardLinks());
            file.link("types/again", number);
            file.dataset("a").at(Selection.all()).writeAll(new int[] {1, 2, 3, 4, 5, 6});
          }
          try (H5File file = H5File.open(world, path.toString(), FileOption.writable())) {
            H5NamedType type = file.dataset("a").namedType().orElseThrow();
            assertEquals(file.object("types/again").token(), type.token());
            assertEquals(type.token(), file.dataset("b").namedType().orElseThrow().token());
            file.dataset("b").attributes().put("changed", 1);
            int[] found = new int[6];
            file.dataset("a").at(Selection.all()).readAll(found);
            assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6}, found);
          }
        });
    assertEquals(List.of(), FileCheck.check(path.toString()));
    // Not by jHDF 0.13, which takes such elements for something else.
    OutsideReaders.shouldHoldByLibrary(path, "/a", new int[] {1, 2, 3, 4, 5, 6});
    OutsideReaders.shouldHoldByLibrary(path, "/b", new int[] {4, 4, 4, 4, 4, 4});
    if (OutsideReaders.has("h5dump")) {
      String dump = OutsideReaders.succeed("h5dump", "-H", path.toString());
      assertEquals(3, dump.split("\"/types/again\"", -1).length, dump);
    }
  }

  @Test
  void shouldCountAsOthersDo() throws Exception {
    OutsideReaders.assumeH5py();
    Path path = folder.resolve("theirs.h5");
    OutsideReaders.python(
        """
        import h5py, sys, numpy as np
        with h5py.File(sys.argv[1], 'w', libver='latest') as f:
            f['number'] = np.dtype('i4')
            for name in ('a', 'b'):
                f.create_dataset(name, (6,), dtype=f['number'])[...] = 7
            f['a'].attrs.create('x', 5, dtype=f['number'])
        """,
        path.toString());
    assertEquals(List.of(), FileCheck.check(path.toString()));
    RankThreads.run(
        2,
        world -> {
          try (H5File file = H5File.open(world, path.toString(), FileOption.writable())) {
            H5NamedType number = file.dataset("a").namedType().orElseThrow();
            assertEquals(4, number.hardLinks());
            file.delete("b");
            file.newDataset("c").type(number).shape(2).create();
            file.newDataset("d").type(number).shape(2).create();
            assertEquals(5, number.hardLinks());
          }
        });
    assertEquals(
        "5 True True [7, 7, 7, 7, 7, 7]",
        OutsideReaders.python(
            """
            import h5py, sys
            f = h5py.File(sys.argv[1])
            print(h5py.h5o.get_info(f['number'].id).rc, f['c'].id.get_type().committed(),
                  f['d'].id.get_type() == f['number'].id, f['a'][...].tolist(), end='')
            """,
            path.toString()));
    assertEquals(List.of(), FileCheck.check(path.toString()));
  }

  @Test
  void shouldRefuseTypesOfOtherFiles() {
    RankThreads.run(
        2,
        world -> {
          try (H5File one = H5File.create(world, folder.resolve("one.h5").toString());
              H5File two = H5File.create(world, folder.resolve("two.h5").toString())) {
            H5NamedType type = one.commit("type", H5Type.I32);
            H5Contract.assertError(
                H5Error.ARG, () -> two.newDataset("d").type(type).shape(2).create());
          }
        });
  }
}
