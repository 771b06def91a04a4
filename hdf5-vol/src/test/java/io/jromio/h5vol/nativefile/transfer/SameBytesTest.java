package io.jromio.h5vol.nativefile.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jromio.comm.RankThreads;
import io.jromio.comm.World;
import io.jromio.h5vol.convert.MemoryBlobs;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.CompoundType;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.TransferReport;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.TransferMode;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is the same bytes of the file whatever rank writes which elements. */
final class SameBytesTest {
  private static final int ROWS = 61;
  private static final int COLUMNS = 150;
  private static final int[] RANKS = {1, 2, 3, 4, 7};

  /** Elements by their numbers. */
  private interface Values {
    void put(long number, MemorySegment memory, long offset, MemoryBlobs blobs);
  }

  private interface Maker {
    TestDataset make(TestSpace space, H5Type type);
  }

  private record Content(H5Type type, Values values) {}

  private static final Content INTEGERS =
      new Content(
          H5Type.I32,
          (number, memory, offset, blobs) ->
              memory.set(ValueLayout.JAVA_INT_UNALIGNED, offset, (int) (number * number % 9973)));

  private static final Content STRINGS =
      new Content(H5Type.STRING, (n, memory, offset, blobs) -> text(n, memory, offset, blobs));

  private static final Content STRUCTS =
      new Content(
          H5Type.compound(
              40,
              new CompoundType.Member("name", 0, H5Type.STRING),
              new CompoundType.Member("n", 16, H5Type.I32),
              new CompoundType.Member("lists", 24, H5Type.vlen(H5Type.vlen(H5Type.I16)))),
          SameBytesTest::struct);

  private static void text(long number, MemorySegment memory, long offset, MemoryBlobs blobs) {
    String text = number % 5 == 0 ? "" : "%d:".formatted(number).repeat((int) (number % 9));
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    blobs.put(bytes.length, MemorySegment.ofArray(bytes), memory, offset);
  }

  private static void struct(long number, MemorySegment memory, long offset, MemoryBlobs blobs) {
    text(number, memory, offset, blobs);
    memory.set(ValueLayout.JAVA_INT_UNALIGNED, offset + 16, (int) number);
    int lists = (int) (number % 4);
    MemorySegment outer = MemorySegment.ofArray(new byte[lists * 16]);
    for (int i = 0; i < lists; i++) {
      int length = (int) ((number + i) % 6);
      MemorySegment inner = MemorySegment.ofArray(new byte[length * 2]);
      for (int j = 0; j < length; j++) {
        inner.set(ValueLayout.JAVA_SHORT_UNALIGNED, j * 2L, (short) (number * 3 + j));
      }
      blobs.put(length, inner, outer, i * 16L);
    }
    blobs.put(lists, outer, memory, offset + 24);
  }

  private static TestDataset filtered(H5Type type) {
    return TestDataset.chunked(
        type,
        TestDataset.Chunks.plain(7, 40)
            .with(FilterSpec.shuffle(type.size()), FilterSpec.deflate(4)),
        ROWS,
        COLUMNS);
  }

  @Test
  void shouldWriteSameBytesWhenChunksAreFiltered() {
    same(INTEGERS, (space, type) -> filtered(type), new Limits(1 << 12, 1 << 10));
    same(INTEGERS, (space, type) -> filtered(type), Limits.DEFAULT);
  }

  @Test
  void shouldWriteSameBytesWhenElementsAreStrings() {
    same(
        STRINGS,
        (space, type) -> TestDataset.contiguous(space, type, ROWS, COLUMNS),
        Limits.DEFAULT);
  }

  @Test
  void shouldWriteSameBytesWhenElementsHaveNestedSequences() {
    same(
        STRUCTS,
        (space, type) -> TestDataset.contiguous(space, type, ROWS, COLUMNS),
        new Limits(2000, 100));
  }

  @Test
  void shouldWriteSameBytesWhenElementsOfVariableLengthAreFiltered() {
    same(STRUCTS, (space, type) -> filtered(type), Limits.DEFAULT);
  }

  private static void same(Content content, Maker maker, Limits limits) {
    byte[] first = {};
    for (int ranks : RANKS) {
      for (int split = 0; split < 2; split++) {
        boolean columns = split == 1;
        String name = TestSpace.name();
        AtomicReference<byte[]> bytes = new AtomicReference<>();
        RankThreads.run(
            ranks,
            world -> {
              try (TestSpace space = new TestSpace(world, name)) {
                space.abortIfFails(
                    () -> {
                      Transfers transfers = new Transfers(space, limits);
                      TestDataset dataset = maker.make(space, content.type());
                      writeShare(world, transfers, dataset, content, columns);
                      world.barrier();
                      checkAll(transfers, dataset, content);
                      if (world.rank() == 0) {
                        bytes.set(space.content());
                      }
                      world.barrier();
                    });
              }
            });
        first = first.length == 0 ? bytes.get() : first;
        assertArrayEquals(first, bytes.get(), "ranks=%d columns=%s".formatted(ranks, columns));
      }
    }
  }

  /** Each rank every n-th row or column. */
  private static void writeShare(
      World world, Transfers transfers, TestDataset dataset, Content content, boolean columns)
      throws Exception {
    int size = world.size();
    int rank = world.rank();
    int length = columns ? COLUMNS : ROWS;
    long mine = ((long) length - rank + size - 1) / size;
    Selection selection =
        columns
            ? Selection.slab(
                new long[] {0, rank},
                new long[] {1, size},
                new long[] {ROWS, mine},
                new long[] {1, 1})
            : Selection.slab(
                new long[] {rank, 0},
                new long[] {size, 1},
                new long[] {mine, COLUMNS},
                new long[] {1, 1});
    Transfers.Part part = part(dataset, selection, content);
    TransferReport report = transfers.move(Direction.WRITE, TransferMode.COLLECTIVE, List.of(part));
    assertTrue(report.collective());
    assertEquals(
        content.type().hasVlen(), report.reasons().contains(TransferReport.Reason.VARIABLE_LENGTH));
  }

  private static Transfers.Part part(TestDataset dataset, Selection selection, Content content) {
    long[] numbers = RandomParts.list(selection, dataset.creation().space());
    int size = content.type().size();
    MemorySegment memory = MemorySegment.ofArray(new byte[numbers.length * size]);
    Blobs blobs = new Blobs();
    for (int i = 0; i < numbers.length; i++) {
      content.values().put(numbers[i], memory, (long) i * size, new MemoryBlobs(blobs));
    }
    return new Transfers.Part(
        dataset,
        selection,
        new Elements(content.type(), memory, blobs),
        Dataspace.of(numbers.length),
        Selection.all());
  }

  private static void checkAll(Transfers transfers, TestDataset dataset, Content content)
      throws Exception {
    Transfers.Part wanted = part(dataset, Selection.all(), content);
    for (TransferMode each : List.of(TransferMode.INDEPENDENT, TransferMode.COLLECTIVE)) {
      Transfers.Part got =
          new Transfers.Part(
              dataset,
              Selection.all(),
              new Elements(
                  content.type(),
                  MemorySegment.ofArray(new byte[(int) wanted.memory().bytes().byteSize()]),
                  new Blobs()),
              dataset.creation().space(),
              Selection.all());
      transfers.move(Direction.READ, each, List.of(got));
      for (long i = 0; i < wanted.memory().count(); i++) {
        int size = content.type().size();
        assertEquals(
            show(content.type(), wanted.memory(), wanted.memory().bytes(), i * size),
            show(content.type(), got.memory(), got.memory().bytes(), i * size));
      }
    }
  }

  private static String show(H5Type type, Elements elements, MemorySegment bytes, long offset) {
    MemoryBlobs blobs = new MemoryBlobs(elements.blobs());
    return switch (type) {
      case CompoundType compound -> {
        StringBuilder text = new StringBuilder();
        for (CompoundType.Member member : compound.members()) {
          text.append(show(member.type(), elements, bytes, offset + member.offset())).append(' ');
        }
        yield text.toString();
      }
      case io.jromio.h5vol.model.VlenType vlen -> {
        StringBuilder text = new StringBuilder("(");
        long length = blobs.length(bytes, offset);
        int size = vlen.base().size();
        MemorySegment parts = blobs.get(bytes, offset, length * size);
        for (long i = 0; i < length; i++) {
          text.append(show(vlen.base(), elements, parts, i * size)).append(' ');
        }
        yield text.append(')').toString();
      }
      case io.jromio.h5vol.model.VlenStringType _ ->
          new String(
              blobs.get(bytes, offset, blobs.length(bytes, offset)).toArray(ValueLayout.JAVA_BYTE),
              StandardCharsets.UTF_8);
      default ->
          java.util.HexFormat.of()
              .formatHex(bytes.asSlice(offset, type.size()).toArray(ValueLayout.JAVA_BYTE));
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 7})
  void shouldKeepOtherElementsWhenFilteredChunksAreOverwrittenInPart(int ranks) {
    String name = TestSpace.name();
    RankThreads.run(
        ranks,
        world -> {
          try (TestSpace space = new TestSpace(world, name)) {
            space.abortIfFails(
                () -> {
                  Transfers transfers = new Transfers(space);
                  TestDataset dataset = filtered(H5Type.I32);
                  writeShare(world, transfers, dataset, INTEGERS, false);
                  long placed = dataset.table().placed();
                  writeShare(world, transfers, dataset, INTEGERS, true);
                  assertEquals(placed, dataset.table().placed());
                  checkAll(transfers, dataset, INTEGERS);
                });
          }
        });
  }
}
