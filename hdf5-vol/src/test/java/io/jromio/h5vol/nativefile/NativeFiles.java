package io.jromio.h5vol.nativefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jromio.comm.Communicator;
import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.Blobs;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.vol.ConnectorConfig;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.Transfer;
import io.jromio.h5vol.vol.TransferMode;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import io.jromio.h5vol.vol.VolRequest;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.function.Executable;

/** Short ways for tests to make and use files of the native connector. */
final class NativeFiles {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private NativeFiles() {}

  static VolRequest request(Communicator world, String name, FileProperties properties) {
    return new VolRequest(world, name, properties, new ConnectorConfig("native", ""));
  }

  static VolFile create(Communicator world, String name) throws H5Exception {
    return create(world, name, FileProperties.of(Access.TRUNCATE));
  }

  static VolFile create(Communicator world, String name, FileProperties properties)
      throws H5Exception {
    return new NativeConnector().create(request(world, name, properties));
  }

  static VolFile open(Communicator world, String name, Access access) throws H5Exception {
    return new NativeConnector().open(request(world, name, FileProperties.of(access)));
  }

  static VolObject at(VolFile file, String path) throws H5Exception {
    VolObject object = file.root();
    for (String name : path.substring(1).split("/")) {
      var link = ((VolGroup) object).link(name).orElseThrow();
      object = file.object(((LinkTarget.Hard) link.target()).token());
    }
    return object;
  }

  static VolDataset dataset(VolFile file, String path) throws H5Exception {
    return (VolDataset) at(file, path);
  }

  static VolGroup group(VolFile file, String path) throws H5Exception {
    return path.equals("/") ? file.root() : (VolGroup) at(file, path);
  }

  static DatasetCreation contiguous(H5Type type, long... shape) {
    return new DatasetCreation(
        type, Dataspace.of(shape), new StorageLayout.Contiguous(), List.of(), FillSpec.NONE);
  }

  static DatasetCreation chunked(
      H5Type type, Dataspace space, long[] chunk, FilterSpec... filters) {
    return new DatasetCreation(
        type, space, new StorageLayout.Chunked(chunk), List.of(filters), FillSpec.NONE);
  }

  static DatasetCreation filledWith(DatasetCreation creation, int value) {
    Elements one = Elements.of(H5Type.I32, MemorySegment.ofArray(new int[] {value}));
    FillSpec fill =
        new FillSpec(Optional.of(one), FillSpec.Time.IF_SET, FillSpec.Allocation.DEFAULT);
    return new DatasetCreation(
        creation.type(), creation.space(), creation.layout(), creation.filters(), fill);
  }

  static long[] unlimited(int rank) {
    long[] shape = new long[rank];
    Arrays.fill(shape, Dataspace.UNLIMITED);
    return shape;
  }

  /** Moves ints between an array and a selection; collective. */
  static void move(VolDataset dataset, Direction direction, Selection selection, int... values)
      throws H5Exception {
    Transfer part =
        new Transfer(
            dataset,
            values.length == 0 ? Selection.none() : selection,
            Elements.of(H5Type.I32, MemorySegment.ofArray(values)),
            Dataspace.of(values.length),
            values.length == 0 ? Selection.none() : Selection.all());
    dataset.file().transfer(direction, TransferMode.COLLECTIVE, List.of(part)).await();
  }

  /** The rows that this rank has to do with, as a slab: all together are the first dimension. */
  static Selection rows(VolDataset dataset, Communicator world) {
    long[] start = new long[dataset.creation().space().rank()];
    long[] count = dataset.creation().space().shape();
    long each = Math.ceilDiv(count[0], world.size());
    start[0] = Math.min(count[0], each * world.rank());
    count[0] = Math.min(each, count[0] - start[0]);
    return Selection.slab(start, count);
  }

  /** Writes 0, 1, 2, ... in row-major order, each rank its rows. */
  static void writeNumbers(VolDataset dataset) throws H5Exception {
    Communicator world = dataset.file().communicator();
    Dataspace space = dataset.creation().space();
    long row = space.elements() / Math.max(1, space.length(0));
    long each = Math.ceilDiv(space.length(0), world.size());
    long first = Math.min(space.length(0), each * world.rank());
    int[] values = new int[(int) (Math.min(each, space.length(0) - first) * row)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) (first * row) + i;
    }
    move(dataset, Direction.WRITE, rows(dataset, world), values);
  }

  static int[] read(VolDataset dataset) throws H5Exception {
    int[] values = new int[(int) dataset.creation().space().elements()];
    move(dataset, Direction.READ, Selection.all(), values);
    return values;
  }

  static int[] numbers(int count) {
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    return values;
  }

  static AttributeValue ints(String name, int... values) {
    return new AttributeValue(
        name, Dataspace.of(values.length), Elements.of(H5Type.I32, MemorySegment.ofArray(values)));
  }

  static AttributeValue texts(String name, String... values) {
    Blobs blobs = new Blobs();
    MemorySegment bytes = MemorySegment.ofArray(new byte[16 * values.length]);
    for (int i = 0; i < values.length; i++) {
      byte[] text = values[i].getBytes(StandardCharsets.UTF_8);
      bytes.set(LONG, 16L * i, text.length);
      bytes.set(LONG, 16L * i + 8, blobs.add(MemorySegment.ofArray(text)));
    }
    return new AttributeValue(
        name, Dataspace.of(values.length), new Elements(H5Type.STRING, bytes, blobs));
  }

  /** The strings of an attribute of variable length. */
  static List<String> texts(AttributeValue value) {
    List<String> texts = new ArrayList<>();
    MemorySegment bytes = value.elements().bytes();
    for (long at = 0; at < bytes.byteSize(); at += 16) {
      long length = bytes.get(LONG, at);
      byte[] text =
          length == 0
              ? new byte[0]
              : value
                  .elements()
                  .blobs()
                  .get(bytes.get(LONG, at + 8))
                  .asSlice(0, length)
                  .toArray(ValueLayout.JAVA_BYTE);
      texts.add(new String(text, StandardCharsets.UTF_8));
    }
    return texts;
  }

  static int[] ints(AttributeValue value) {
    return value.elements().bytes().toArray(ValueLayout.JAVA_INT_UNALIGNED);
  }

  static H5Exception refused(H5Error error, Executable call) {
    H5Exception refusal = assertThrows(H5Exception.class, call);
    assertEquals(error, refusal.error(), refusal::getMessage);
    return refusal;
  }
}
