package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.Communicator;
import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.CompoundType.Member;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Structs and arrays of their members, both ways, in one call and in several. */
final class MembersTest {
  private static final int PER_RANK = 10_000;

  private static H5Type alone(String name, H5Type type) {
    return H5Type.compound(type.size(), new Member(name, 0, type));
  }

  private static final Member X = new Member("x", 0, H5Type.F64);
  private static final Member ID = new Member("id", 8, H5Type.I32);
  private static final Member Y = new Member("y", 12, H5Type.F32);
  private static final CompoundType STRUCT = (CompoundType) H5Type.compound(16, X, ID, Y);

  private static double[] x(int rank) {
    double[] x = new double[PER_RANK];
    Arrays.setAll(x, i -> rank * 1e6 + i);
    return x;
  }

  private static int[] id(int rank) {
    int[] id = new int[PER_RANK];
    Arrays.setAll(id, i -> -rank * PER_RANK - i);
    return id;
  }

  private static float[] y(int rank) {
    float[] y = new float[PER_RANK];
    for (int i = 0; i < PER_RANK; i++) {
      y[i] = rank + i / 4f;
    }
    return y;
  }

  private static Selection mine(Communicator world) {
    long start = (long) world.rank() * PER_RANK;
    return Selection.slab(new long[] {start}, new long[] {PER_RANK});
  }

  private static Region member(H5Dataset dataset, Selection selection, Member member) {
    return dataset.at(selection).as(alone(member.name(), member.type()));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldMoveMembersTogetherAndAloneWhenRanksHaveArrays(int ranks) {
    RankThreads.run(
        ranks,
        world -> {
          try (H5File file = H5File.create(world, "mem:members-" + ranks)) {
            H5Dataset structs =
                file.newDataset("structs").type(STRUCT).shape((long) ranks * PER_RANK).create();
            Map<Region, Object> all = new LinkedHashMap<>();
            all.put(member(structs, mine(world), Y), MemorySegment.ofArray(y(world.rank())));
            all.put(member(structs, mine(world), X), MemorySegment.ofArray(x(world.rank())));
            all.put(member(structs, mine(world), ID), MemorySegment.ofArray(id(world.rank())));
            assertTrue(file.writeAll(all).collective());
            checkAlone(world, structs);
            checkTogether(world, structs);
            splitIntoDatasets(world, file, structs);
          }
        });
  }

  /** What the next rank wrote, a member at a time. */
  private static void checkAlone(Communicator world, H5Dataset structs) throws H5Exception {
    int other = (world.rank() + 1) % world.size();
    Selection selection =
        Selection.slab(new long[] {(long) other * PER_RANK}, new long[] {PER_RANK});
    double[] x = new double[PER_RANK];
    int[] id = new int[PER_RANK];
    float[] y = new float[PER_RANK];
    read(member(structs, selection, X), MemorySegment.ofArray(x));
    read(member(structs, selection, ID), MemorySegment.ofArray(id));
    read(member(structs, selection, Y), MemorySegment.ofArray(y));
    assertArrayEquals(x(other), x);
    assertArrayEquals(id(other), id);
    assertArrayEquals(y(other), y);
  }

  private static void read(Region region, MemorySegment target) throws H5Exception {
    assertEquals(PER_RANK, region.readAll(target).elements());
  }

  private static void checkTogether(Communicator world, H5Dataset structs) throws H5Exception {
    double[] x = new double[PER_RANK];
    float[] y = new float[PER_RANK];
    int[] id = new int[PER_RANK];
    Map<Region, Object> all = new LinkedHashMap<>();
    all.put(member(structs, mine(world), X), MemorySegment.ofArray(x));
    all.put(member(structs, mine(world), Y), MemorySegment.ofArray(y));
    all.put(member(structs, mine(world), ID), MemorySegment.ofArray(id));
    assertEquals(3L * PER_RANK, structs.file().readAll(all).elements());
    assertArrayEquals(x(world.rank()), x);
    assertArrayEquals(y(world.rank()), y);
    assertArrayEquals(id(world.rank()), id);
  }

  private static void splitIntoDatasets(Communicator world, H5File file, H5Dataset structs)
      throws H5Exception {
    byte[] memory = new byte[PER_RANK * STRUCT.size()];
    read(structs.at(mine(world)).as(STRUCT), MemorySegment.ofArray(memory));
    for (Member member : STRUCT.members()) {
      H5Type type = alone(member.name(), member.type());
      H5Dataset column = file.newDataset(member.name()).type(type).shape(structs.shape()).create();
      Region region = column.at(mine(world)).as(STRUCT);
      assertTrue(region.writeAll(MemorySegment.ofArray(memory)).collective());
    }
    double[] x = new double[PER_RANK];
    int[] id = new int[PER_RANK];
    read(member(file.dataset("x"), mine(world), X), MemorySegment.ofArray(x));
    read(member(file.dataset("id"), mine(world), ID), MemorySegment.ofArray(id));
    assertArrayEquals(x(world.rank()), x);
    assertArrayEquals(id(world.rank()), id);
  }
}
