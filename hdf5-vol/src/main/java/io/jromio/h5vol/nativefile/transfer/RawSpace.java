package io.jromio.h5vol.nativefile.transfer;

import io.jromio.comm.Communicator;
import io.jromio.mpiio.MpiFile;

/** The file that elements are moved to and from. */
public interface RawSpace {

  /** The ranks. */
  Communicator communicator();

  MpiFile file();

  /** Where the HDF5 file begins in the file of the system; all addresses count from there. */
  long base();

  /** Takes space for elements; all ranks call it with the same numbers in the same order. */
  long allocate(long bytes);

  /** Gives space back; as {@link #allocate}. */
  void free(long address, long bytes);
}
