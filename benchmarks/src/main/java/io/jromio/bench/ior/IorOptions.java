package io.jromio.bench.ior;

import java.util.HashMap;
import java.util.Map;

/**
 * What one test of IOR shall do: a value for every {@link IorOption}, checked against each other.
 */
final class IorOptions {
  private final Map<IorOption<?>, Object> given;

  /**
   * Checks what was given and fills in what was not.
   *
   * @throws IorUsageException if the options contradict each other
   */
  IorOptions(Map<IorOption<?>, Object> given) {
    this.given = new HashMap<>(given);
    if (!writes() && !reads() && !on(IorOption.CHECK_WRITE)) {
      this.given.put(IorOption.WRITE_FILE, 1);
      this.given.put(IorOption.READ_FILE, 1);
    }
    checkSizes();
    checkOrders();
    checkFiles();
  }

  /** Reads a command line; see {@link IorCommandLine}. */
  static IorOptions parse(String... args) {
    return IorCommandLine.parse(args);
  }

  /** The value of an option. */
  @SuppressWarnings("unchecked") // only values that the option itself has parsed are put in
  <T> T get(IorOption<T> option) {
    return (T) given.getOrDefault(option, option.defaultValue());
  }

  /** Whether a flag was given. */
  boolean on(IorOption<Integer> flag) {
    return get(flag) > 0;
  }

  /** Whether there is a write phase. */
  boolean writes() {
    return on(IorOption.WRITE_FILE);
  }

  /** Whether there is a read phase, checking or not. */
  boolean reads() {
    return on(IorOption.READ_FILE) || on(IorOption.CHECK_READ);
  }

  /** The file of hints for the API that is used; empty if there is none. */
  String hintsFile() {
    return get(
        get(IorOption.API) == IorApi.HDF5
            ? IorOption.HDF5_HINTS_FILE_NAME
            : IorOption.HINTS_FILE_NAME);
  }

  /** Whether one call moves a transfer of every segment. */
  boolean movesAllSegments() {
    return get(IorOption.API) == IorApi.MPIIO
        && on(IorOption.USE_FILE_VIEW)
        && on(IorOption.USE_STRIDED_DATATYPE)
        && !on(IorOption.DRY_RUN);
  }

  /** Where the transfers lie when {@code tasks} ranks take part. */
  Layout layout(int tasks) {
    return new Layout(
        on(IorOption.FILE_PER_PROC) ? 1 : tasks,
        get(IorOption.BLOCK_SIZE),
        get(IorOption.TRANSFER_SIZE),
        get(IorOption.SEGMENT_COUNT));
  }

  /** The bytes that all ranks move together in a phase. */
  long aggregateSize(int tasks) {
    try {
      long perRank =
          Math.multiplyExact(get(IorOption.BLOCK_SIZE), get(IorOption.SEGMENT_COUNT).longValue());
      return Math.multiplyExact(perRank, tasks);
    } catch (ArithmeticException e) {
      throw new IorUsageException(
          "the file would be larger than 2^63 bytes: -b=%d -s=%d ranks=%d"
              .formatted(get(IorOption.BLOCK_SIZE), get(IorOption.SEGMENT_COUNT), tasks),
          e);
    }
  }

  private void checkSizes() {
    long block = get(IorOption.BLOCK_SIZE);
    long transfer = get(IorOption.TRANSFER_SIZE);
    refuse(
        get(IorOption.API) == IorApi.HDF5 && transfer % Long.BYTES != 0,
        "-a HDF5 moves 64-bit integers, so -t must be a multiple of 8: -t=" + transfer);
    if (block % transfer != 0) {
      throw new IorUsageException(
          "the block size must be a multiple of the transfer size: -b=%d -t=%d"
              .formatted(block, transfer));
    }
    aggregateSize(1);
    if (on(IorOption.RANDOM_OFFSET) && block == transfer) {
      throw new IorUsageException(
          "-z shuffles the transfers of a block, so it needs more than one: -b=%d -t=%d"
              .formatted(block, transfer));
    }
  }

  private void checkOrders() {
    boolean shared = !on(IorOption.FILE_PER_PROC);
    boolean constant = on(IorOption.REORDER_TASKS);
    boolean drawn = on(IorOption.REORDER_TASKS_RANDOM);
    refuse(constant && drawn, "-C and -Z exclude each other");
    if (!on(IorOption.RANDOM_OFFSET)) {
      return;
    }
    refuse(get(IorOption.RANDOM_OFFSET) > 1, "option -z -z (overlapping) is not there yet");
    refuse(shared && constant, "-z on a shared file excludes -C");
    refuse(shared && drawn, "-z on a shared file excludes -Z");
    refuse(
        on(IorOption.CHECK_READ) && !writes() && get(IorOption.RANDOM_OFFSET_SEED) == -1,
        "-z with -R needs the --random-offset-seed with which the file was written");
    if (get(IorOption.API) == IorApi.HDF5) {
      refuse(on(IorOption.COLLECTIVE), "-z excludes collective calls (-c)");
      refuse(
          shared && on(IorOption.FSYNC_PER_WRITE),
          "-z excludes -Y on a shared file: ranks write different numbers of transfers");
      refuse(
          shared && get(IorOption.SEGMENT_COUNT) > 1,
          "-z of a shared HDF5 file needs one segment: ranks would create different datasets");
    }
    if (get(IorOption.API) == IorApi.MPIIO) {
      refuse(on(IorOption.COLLECTIVE), "-z excludes collective calls (-c)");
      refuse(on(IorOption.USE_FILE_VIEW), "-z excludes --mpiio.useFileView");
      refuse(
          shared && on(IorOption.FSYNC_PER_WRITE),
          "-z excludes -Y on a shared file: ranks write different numbers of transfers");
    }
  }

  private void checkFiles() {
    String file = get(IorOption.TEST_FILE);
    refuse(file.isEmpty() || file.startsWith("@"), "-o needs the name of a file: -o=" + file);
    refuse(
        get(IorOption.DFS_POOL).isEmpty() != get(IorOption.DFS_CONTAINER).isEmpty(),
        "--dfs.pool and --dfs.cont go together");
    refuse(
        on(IorOption.FILE_PER_PROC) && on(IorOption.UNIQUE_DIR) && file.contains("@"),
        "-u excludes several paths: -o=" + file);
    refuse(
        on(IorOption.CHECK_READ) && !writes() && get(IorOption.TIME_STAMP_SIGNATURE) == 0,
        "-R of a file that this run does not write needs the -G with which it was written");
  }

  private static void refuse(boolean wrong, String message) {
    if (wrong) {
      throw new IorUsageException(message);
    }
  }
}
