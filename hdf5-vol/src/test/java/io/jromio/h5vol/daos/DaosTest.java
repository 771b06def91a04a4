package io.jromio.h5vol.daos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jromio.comm.Communicator;
import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.Dataspace;
import io.jromio.h5vol.model.Elements;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Selection;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.model.TransferReport;
import io.jromio.h5vol.vol.Direction;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.Transfer;
import io.jromio.h5vol.vol.TransferMode;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.function.Executable;

/** What tests of this connector have in common. */
abstract class DaosTest {
  /** Something that ranks do with a file. */
  interface FileBody {
    void run(Communicator world, VolFile file) throws Exception;
  }

  static int[] ranks() {
    return new int[] {1, 2, 3, 4, 7};
  }

  /** Has ranks open a file, do something and close it. */
  static void onFile(int ranks, String name, Access access, FileBody body) {
    RankThreads.run(
        ranks,
        world -> {
          try (VolFile file = open(world, name, access)) {
            body.run(world, file);
          }
        });
  }

  static VolFile open(Communicator world, String name, Access access) throws H5Exception {
    boolean creates = access == Access.TRUNCATE || access == Access.EXCLUSIVE;
    DaosConnector connector = StorePlace.get().connector();
    return creates
        ? connector.create(StorePlace.request(world, name, access))
        : connector.open(StorePlace.request(world, name, access));
  }

  static H5Exception refused(H5Error error, Executable call) {
    H5Exception failure = assertThrows(H5Exception.class, call);
    assertEquals(error, failure.error(), failure::getMessage);
    return failure;
  }

  static DatasetCreation chunked(H5Type type, long[] shape, long[] maxShape, long... chunk) {
    return new DatasetCreation(
        type,
        Dataspace.of(shape, maxShape),
        new StorageLayout.Chunked(chunk),
        List.of(),
        FillSpec.NONE);
  }

  static DatasetCreation contiguous(H5Type type, long... shape) {
    return new DatasetCreation(
        type, Dataspace.of(shape), new StorageLayout.Contiguous(), List.of(), FillSpec.NONE);
  }

  static DatasetCreation filled(DatasetCreation creation, Elements value) {
    return new DatasetCreation(
        creation.type(),
        creation.space(),
        creation.layout(),
        creation.filters(),
        new FillSpec(Optional.of(value), FillSpec.Time.IF_SET, FillSpec.Allocation.DEFAULT));
  }

  static Elements ints(int... values) {
    return Elements.of(H5Type.I32, MemorySegment.ofArray(values));
  }

  static AttributeValue attribute(String name, Elements elements, long... shape) {
    return new AttributeValue(name, Dataspace.of(shape), elements);
  }

  /** A transfer between a selection and packed memory. */
  static Transfer packed(VolDataset dataset, Selection selection, Elements memory) {
    Dataspace space = Dataspace.of(memory.count());
    return new Transfer(dataset, selection, memory, space, Selection.all());
  }

  static TransferReport move(
      VolFile file, Direction direction, TransferMode mode, Transfer... parts) throws H5Exception {
    return file.transfer(direction, mode, List.of(parts)).await();
  }

  static void writeAll(VolDataset dataset, Selection selection, Elements memory)
      throws H5Exception {
    move(
        dataset.file(),
        Direction.WRITE,
        TransferMode.COLLECTIVE,
        packed(dataset, selection, memory));
  }

  static int[] readInts(VolDataset dataset, Selection selection) throws H5Exception {
    int[] values = new int[(int) selection.elements(dataset.creation().space())];
    move(
        dataset.file(),
        Direction.READ,
        TransferMode.COLLECTIVE,
        packed(dataset, selection, ints(values)));
    return values;
  }
}
