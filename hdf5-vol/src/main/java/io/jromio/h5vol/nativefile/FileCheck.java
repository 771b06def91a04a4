package io.jromio.h5vol.nativefile;

import io.jromio.adio.AccessMode;
import io.jromio.adio.MpiIoException;
import io.jromio.comm.Communicator;
import io.jromio.comm.RankFailure;
import io.jromio.comm.RankThreads;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.nativefile.format.Superblock;
import io.jromio.h5vol.vol.ConnectorConfig;
import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.VolRequest;
import io.jromio.hints.Info;
import io.jromio.mpiio.MpiFile;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Checks a whole file, and repairs one that its writer did not close. Serial: one rank of its own
 * does the work, whatever job the caller belongs to.
 *
 * <p>Checked are the superblock, the headers of all objects that links lead to, their attributes,
 * links, chunk indexes and numbers of hard links, that everything is inside the file and that no
 * two datasets share space. Elements are not read.
 *
 * @source h5clear, h5check
 */
public final class FileCheck {
  private FileCheck() {}

  /**
   * What is wrong with a file, each finding a line that names the object; empty if nothing is. That
   * it is marked as being written is no finding.
   *
   * @throws H5Exception {@link H5Error#NOT_FOUND}; {@link H5Error#BAD_FILE} if it is no HDF5 file
   *     or its superblock is damaged
   */
  public static List<String> check(String name) throws H5Exception {
    return alone(comm -> walk(comm, name));
  }

  /**
   * Takes the mark of a writer from a file, if nothing is wrong with it.
   *
   * @param force to take it away in spite of findings; a file that is too short is made as long as
   *     it should be, the rest zeros
   * @return what is wrong, as {@link #check}; the mark is gone if this is empty or with {@code
   *     force}
   */
  public static List<String> clear(String name, boolean force) throws H5Exception {
    return alone(
        comm -> {
          List<String> findings = walk(comm, name);
          if (findings.isEmpty() || force) {
            unmark(comm, name, force);
          }
          return findings;
        });
  }

  /** Work of one rank. */
  private interface Work<T> {
    T run(Communicator comm) throws H5Exception, MpiIoException;
  }

  private static <T> T alone(Work<T> work) throws H5Exception {
    List<T> result = new ArrayList<>();
    try {
      RankThreads.run(1, world -> result.add(work.run(world)));
    } catch (RankFailure e) {
      if (e.getCause() instanceof H5Exception failure) {
        throw failure;
      }
      if (e.getCause() instanceof MpiIoException failure) {
        throw H5Exception.of("checking", failure);
      }
      throw e;
    }
    return result.getFirst();
  }

  private static List<String> walk(Communicator comm, String name)
      throws H5Exception, MpiIoException {
    try (MpiFile mpi = MpiFile.open(comm, name, EnumSet.of(AccessMode.RDONLY), new Info())) {
      FileOpening opening = new FileOpening(request(comm, name, Access.READ), mpi);
      long size = mpi.size();
      NativeFile file = opening.inspected(size);
      FileWalk walk = new FileWalk(file);
      Superblock superblock = file.superblock();
      if (superblock.end() > size - superblock.base()) {
        walk.found(
            "/",
            "file is too short: size=%d, should be %d"
                .formatted(size, superblock.base() + superblock.end()));
      }
      return walk.findings();
    }
  }

  private static void unmark(Communicator comm, String name, boolean force)
      throws H5Exception, MpiIoException {
    Set<AccessMode> modes = EnumSet.of(AccessMode.RDWR);
    try (MpiFile mpi = MpiFile.open(comm, name, modes, new Info())) {
      FileOpening opening = new FileOpening(request(comm, name, Access.WRITE), mpi);
      long size = mpi.size();
      Superblock found = opening.inspected(size).superblock();
      if (force && found.base() + found.end() > size) {
        mpi.setSize(found.base() + found.end());
      }
      int marks = Superblock.WRITING | Superblock.SWMR;
      if (found.version() == 3 && (found.flags() & marks) != 0) {
        byte[] clear =
            new Superblock(
                    found.version(),
                    found.flags() & ~marks,
                    found.base(),
                    found.extension(),
                    found.end(),
                    found.root())
                .encode();
        mpi.writeAt(found.base(), MemorySegment.ofArray(clear));
        mpi.sync();
      }
    }
  }

  private static VolRequest request(Communicator comm, String name, Access access) {
    return new VolRequest(
        comm, name, FileProperties.of(access), new ConnectorConfig(NativeConnector.NAME, ""));
  }
}
