package io.jromio.h5vol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jromio.comm.Communicator;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.vol.VolCapability;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.function.Executable;

/**
 * What every connector promises, by theme in the subclasses. What a connector cannot do is skipped
 * by its capabilities alone.
 *
 * @source HDF5 1.14 testpar and vol-tests, for what is worth testing
 */
abstract class H5Contract {
  /** Awkward numbers of ranks. */
  static final String RANKS = "1, 2, 3, 4, 7";

  abstract H5Subject subject();

  final Set<VolCapability> capabilities() {
    return subject().capabilities();
  }

  final void requires(VolCapability... wanted) {
    Set<VolCapability> missing = EnumSet.noneOf(VolCapability.class);
    missing.addAll(List.of(wanted));
    missing.removeAll(capabilities());
    Assumptions.assumeTrue(missing.isEmpty(), "connector has not " + missing);
  }

  final String fresh(String name) {
    return subject().fresh(name);
  }

  final H5File create(Communicator world, String name, FileOption... options) throws H5Exception {
    return H5File.create(world, name, subject().with(options));
  }

  final H5File open(Communicator world, String name) throws H5Exception {
    return H5File.open(world, name, subject().with());
  }

  final H5File openWritable(Communicator world, String name) throws H5Exception {
    return H5File.open(world, name, subject().with(FileOption.writable()));
  }

  /** What readers of others are asked about a file. */
  interface Look {
    void at(Path file) throws Exception;
  }

  /** Lets others read the file, where it is one. */
  final void outside(String name, Look look) throws Exception {
    Optional<Path> file = subject().local(name);
    if (file.isPresent() && capabilities().contains(VolCapability.NATIVE_FILES)) {
      look.at(file.get());
    }
  }

  /** Checks a dataset with the readers that are in this process. */
  final void outsideHolds(String name, String dataset, Object expected) throws Exception {
    outside(
        name,
        file -> {
          OutsideReaders.shouldHoldByJhdf(file, dataset, expected);
          OutsideReaders.shouldHoldByLibrary(file, dataset, expected);
        });
  }

  /**
   * Checks a dataset with libhdf5 alone: jHDF 0.13 fails where a filtered chunk has no place, and
   * mixes up chunks if another dimension than the first is unlimited.
   */
  final void libraryHolds(String name, String dataset, Object expected) throws Exception {
    outside(name, file -> OutsideReaders.shouldHoldByLibrary(file, dataset, expected));
  }

  static H5Exception assertError(H5Error error, Executable call) {
    H5Exception failure = assertThrows(H5Exception.class, call);
    assertEquals(error, failure.error(), failure::toString);
    return failure;
  }

  /** The part of {@code total} that a rank has: begin and length; all parts are nearly equal. */
  static long[] share(long total, Communicator world) {
    long begin = total * world.rank() / world.size();
    long end = total * (world.rank() + 1) / world.size();
    return new long[] {begin, end - begin};
  }

  static long[] longs(long... values) {
    return values;
  }
}
