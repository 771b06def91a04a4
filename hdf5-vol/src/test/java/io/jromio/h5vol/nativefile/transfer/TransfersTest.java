package io.jromio.h5vol.nativefile.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.comm.RankThreads;
import io.jromio.comm.World;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.TransferMode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transfers against a plain array of bytes: any selection, memory, type, storage and ranks. */
final class TransfersTest {
  private static final int CASES = 12;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldMoveWhatAPlainArrayHoldsWhenContiguous(int ranks) {
    run(ranks, (space, type, random, shape) -> TestDataset.contiguous(space, type, shape));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldMoveWhatAPlainArrayHoldsWhenChunked(int ranks) {
    run(
        ranks,
        (space, type, random, shape) -> {
          long[] chunk = new RandomParts(random).chunk(shape);
          return TestDataset.chunked(type, TestDataset.Chunks.plain(chunk), shape)
              .placed(space, random.nextBoolean(), random);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldMoveWhatAPlainArrayHoldsWhenChunksGetPlacesLate(int ranks) {
    run(
        ranks,
        (space, type, random, shape) -> {
          long[] chunk = new RandomParts(random).chunk(shape);
          return TestDataset.chunked(type, TestDataset.Chunks.plain(chunk), shape);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldMoveWhatAPlainArrayHoldsWhenFiltered(int ranks) {
    run(
        ranks,
        (space, type, random, shape) -> {
          long[] chunk = new RandomParts(random).chunk(shape);
          TestDataset.Chunks chunks =
              TestDataset.Chunks.plain(chunk)
                  .with(
                      FilterSpec.shuffle(type.size()),
                      FilterSpec.deflate(1),
                      FilterSpec.fletcher32());
          return TestDataset.chunked(
              type, random.nextBoolean() ? chunks : chunks.plainEdges(), shape);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldMoveWhatAPlainArrayHoldsWhenCompact(int ranks) {
    run(ranks, (space, type, random, shape) -> TestDataset.compact(type, shape));
  }

  /** Makes a dataset, the same on all ranks. */
  private interface Maker {
    TestDataset make(TestSpace space, H5Type type, Random random, long... shape);
  }

  private static void run(int ranks, Maker maker) {
    long seed = Long.getLong("seed", new Random().nextLong());
    for (int i = 0; i < CASES; i++) {
      long one = seed + i;
      String name = TestSpace.name();
      try {
        RankThreads.run(ranks, world -> check(world, name, maker, one));
      } catch (RuntimeException | Error e) {
        throw new AssertionError("ranks=%d seed=%dL".formatted(ranks, one), e);
      }
    }
  }

  private static void check(World world, String name, Maker maker, long seed) throws Exception {
    Random random = new Random(seed);
    try (TestSpace space = new TestSpace(world, name)) {
      space.abortIfFails(() -> check(world, space, maker, random));
    }
  }

  private static void check(World world, TestSpace space, Maker maker, Random random)
      throws Exception {
    int size = world.size();
    RandomParts chance = new RandomParts(random);
    Transfers transfers =
        random.nextBoolean()
            ? new Transfers(space)
            : new Transfers(space, new Limits(1 + random.nextInt(300), 1 + random.nextInt(20)));
    RandomParts.Types types = chance.types();
    long[] shape = chance.shape(14);
    TestDataset dataset = maker.make(space, types.file(), random, shape);
    byte[] model = new byte[(int) dataset.creation().space().elements() * types.file().size()];
    boolean mayWriteAlone =
        (size == 1 && dataset.creation().filters().isEmpty())
            || dataset.storage() instanceof Storage.Contiguous;
    for (int round = 0; round < 3; round++) {
      H5Type memoryType = round == 0 ? types.file() : types.memory();
      List<Transfers.Part> parts = new ArrayList<>();
      for (int r = 0; r < size; r++) {
        Selection mine =
            size == 1 && random.nextInt(4) == 0
                ? Selection.all()
                : chance.selection(shape[0] * r / size, shape[0] * (r + 1) / size, shape);
        parts.add(chance.part(dataset, mine, memoryType));
        RandomParts.write(parts.getLast(), model);
      }
      boolean together = !mayWriteAlone || random.nextBoolean() || hasUnplaced(dataset);
      transfers.move(
          Direction.WRITE,
          together ? TransferMode.COLLECTIVE : TransferMode.INDEPENDENT,
          List.of(parts.get(world.rank())));
      world.barrier();
      checkReads(world, transfers, dataset, model, new Random(random.nextLong()), memoryType);
      world.barrier();
    }
  }

  private static boolean hasUnplaced(TestDataset dataset) {
    return dataset.storage() instanceof Storage.Chunked chunked
        && chunked.table().placed() < chunked.table().chunks();
  }

  private static void checkReads(
      World world,
      Transfers transfers,
      TestDataset dataset,
      byte[] model,
      Random random,
      H5Type memoryType)
      throws Exception {
    byte[] all = new byte[model.length];
    Transfers.Part whole =
        new Transfers.Part(
            dataset,
            Selection.all(),
            Elements.of(dataset.creation().type(), MemorySegment.ofArray(all)),
            dataset.creation().space(),
            Selection.all());
    transfers.move(Direction.READ, TransferMode.COLLECTIVE, List.of(whole));
    assertArrayEquals(model, all);
    long[] shape = dataset.creation().space().shape();
    List<Transfers.Part> parts = new ArrayList<>();
    RandomParts chance = new RandomParts(random);
    for (int r = 0; r < world.size(); r++) {
      parts.add(chance.part(dataset, chance.selection(0, shape[0], shape), memoryType));
    }
    Transfers.Part mine = parts.get(world.rank());
    byte[] before = mine.memory().bytes().toArray(ValueLayout.JAVA_BYTE);
    byte[] wanted = before.clone();
    RandomParts.read(mine, model, wanted);
    for (TransferMode mode : TransferMode.values()) {
      mine.memory().bytes().copyFrom(MemorySegment.ofArray(before));
      var report = transfers.move(Direction.READ, mode, List.of(mine));
      assertArrayEquals(wanted, mine.memory().bytes().toArray(ValueLayout.JAVA_BYTE));
      assertEquals(mine.selection().elements(dataset.creation().space()), report.elements());
    }
  }
}
