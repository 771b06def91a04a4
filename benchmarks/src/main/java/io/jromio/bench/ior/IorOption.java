package io.jromio.bench.ior;

import io.jromio.dfs.object.ObjectClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * One option of IOR, a constant per option: how it is spelled on the command line and in {@code -O}
 * directives, how its value is read, and what it is when nobody gives it.
 *
 * <p>The letters and names are those of the C program, so that its command lines run here. Options
 * that it has and this program does not have yet are known too ({@link #PENDING}), to be refused by
 * name.
 *
 * @source IOR 4.1 user options, see the project's notes on IOR
 */
final class IorOption<T> {
  private static final List<IorOption<?>> ALL = new ArrayList<>();

  static final IorOption<IorApi> API =
      new IorOption<>(names('a', "", "api"), IorApi.POSIX, IorApi::parse)
          .about("POSIX, MPIIO, DFS (containers of a store), HDF5 or DUMMY (moves nothing)");
  static final IorOption<Long> BLOCK_SIZE =
      size('b', "blockSize", 1 << 20).about("bytes that a rank writes per segment, in one piece");
  static final IorOption<Integer> COLLECTIVE =
      flag(names('c', "--collective", "collective")).about("collective calls (MPIIO, HDF5)");
  static final IorOption<Integer> REORDER_TASKS =
      flag(names('C', "", "reorderTasksConstant", "reorderTasks"))
          .about("read what a rank of the next node wrote");
  static final IorOption<Long> INTER_TEST_DELAY =
      number('d', "interTestDelay", 0).from(0).about("seconds to wait before each phase");
  static final IorOption<Integer> FSYNC =
      flag(names('e', "", "fsync")).about("sync the file after writing, inside the timing");
  static final IorOption<Integer> USE_EXISTING_TEST_FILE =
      flag(names('E', "", "useExistingTestFile")).about("do not remove the file before writing");
  static final IorOption<Integer> FILE_PER_PROC =
      flag(names('F', "", "filePerProc")).about("one file per rank, named FILE.00000000 and so on");
  static final IorOption<Integer> INTRA_TEST_BARRIERS =
      flag(names('g', "", "intraTestBarriers")).about("barriers between open, transfer and close");
  static final IorOption<Long> TIME_STAMP_SIGNATURE =
      number('G', "setTimeStampSignature", 0)
          .about("seed of the data, else the time; needed to check what another run wrote");
  static final IorOption<Long> REPETITIONS =
      number('i', "repetitions", 1).from(1).about("repetitions of the test");
  static final IorOption<Integer> KEEP_FILE =
      flag(names('k', "", "keepFile")).about("keep the files at the end");
  static final IorOption<Integer> KEEP_FILE_WITH_ERROR =
      flag(names('K', "", "keepFileWithError")).about("keep files in which wrong data was found");
  static final IorOption<Integer> MULTI_FILE =
      flag(names('m', "", "multiFile")).about("one file per repetition, named FILE.0 and so on");
  static final IorOption<String> TEST_FILE =
      text(names('o', "", "testFile"), "testFile")
          .about("the file; with -F, paths joined by @ are dealt to the ranks");
  static final IorOption<Long> TASK_PER_NODE_OFFSET =
      number('Q', "taskPerNodeOffset", 1).from(0).about("nodes to skip with -C and -Z");
  static final IorOption<Integer> READ_FILE = flag(names('r', "", "readFile")).about("read");
  static final IorOption<Integer> CHECK_READ =
      flag(names('R', "", "checkRead")).about("read and check every byte (without -w: needs -G)");
  static final IorOption<Long> SEGMENT_COUNT =
      size('s', "segmentCount", 1).about("segments: blocks of every rank, one after the other");
  static final IorOption<Long> TRANSFER_SIZE =
      size('t', "transferSize", 256 << 10).about("bytes per call; divides the block size");
  static final IorOption<Long> MAX_TIME_DURATION =
      number('T', "maxTimeDuration", 0).from(0).about("minutes after which no phase begins");
  static final IorOption<Integer> UNIQUE_DIR =
      flag(names('u', "", "uniqueDir")).about("with -F, a directory per rank");
  static final IorOption<Integer> VERBOSE =
      flag(names('v', "", "verbose")).about("say more; repeat for more still");
  static final IorOption<Integer> WRITE_FILE = flag(names('w', "", "writeFile")).about("write");
  static final IorOption<Integer> CHECK_WRITE =
      flag(names('W', "", "checkWrite")).about("read back after writing and check every byte");
  static final IorOption<Integer> SINGLE_XFER_ATTEMPT =
      flag(names('x', "", "singleXferAttempt")).about("an incomplete transfer is an error");
  static final IorOption<Long> REORDER_TASKS_RANDOM_SEED =
      number('X', "reorderTasksRandomSeed", 0)
          .about("seed of -Z; negative: changes from repetition to repetition");
  static final IorOption<Integer> FSYNC_PER_WRITE =
      flag(names('Y', "", "fsyncPerWrite")).about("sync the file after every write");
  static final IorOption<Integer> RANDOM_OFFSET =
      flag(names('z', "", "randomOffset")).about("shuffle the transfers within the file");
  static final IorOption<Integer> REORDER_TASKS_RANDOM =
      flag(names('Z', "", "reorderTasksRandom"))
          .about("read what a rank drawn by lot wrote; twice: every rank's once");
  static final IorOption<Long> RANDOM_OFFSET_SEED =
      new IorOption<>(
              names(' ', "--random-offset-seed", "random-offset-seed"), -1L, ByteSizes::parse)
          .within(Integer.MIN_VALUE, Integer.MAX_VALUE)
          .about("seed of -z, else the time");
  static final IorOption<Integer> DRY_RUN =
      flag(names(' ', "--dryRun", "dryRun")).about("call no file system");
  static final IorOption<Integer> USE_FILE_VIEW =
      flag(module("mpiio.useFileView")).about("MPIIO: a file view per rank");
  static final IorOption<Integer> USE_STRIDED_DATATYPE =
      flag(module("mpiio.useStridedDatatype"))
          .about("MPIIO: with a view, one call moves a transfer of every segment");
  static final IorOption<String> HINTS_FILE_NAME =
      text(module("mpiio.hintsFileName"), "")
          .about("MPIIO: a file with lines IOR_HINT__MPI__<hint>=<value>");
  static final IorOption<Integer> SHOW_HINTS =
      flag(module("mpiio.showHints")).about("MPIIO: print the hints given and in effect");
  static final IorOption<Integer> PREALLOCATE =
      flag(module("mpiio.preallocate")).about("MPIIO: preallocate the file");
  static final IorOption<String> DFS_POOL =
      text(module("dfs.pool"), "").about("DFS: label or UUID of the pool; needs --dfs.cont");
  static final IorOption<String> DFS_CONTAINER =
      text(module("dfs.cont"), "").about("DFS: label or UUID of the container");
  static final IorOption<Long> DFS_CHUNK_SIZE =
      new IorOption<>(module("dfs.chunk_size"), 0L, ByteSizes::parse)
          .from(0)
          .about("DFS: bytes of a chunk of new files; 0 is the container's");
  static final IorOption<String> DFS_CLASS =
      new IorOption<>(module("dfs.oclass"), "", IorOption::objectClass)
          .about("DFS: object class of new files, such as SX");
  static final IorOption<String> DFS_DIRECTORY_CLASS =
      new IorOption<>(module("dfs.dir_oclass"), "", IorOption::objectClass)
          .about("DFS: object class of the directories of -u");
  static final IorOption<String> DFS_PREFIX =
      text(module("dfs.prefix"), "").about("DFS: path that stands for the container's root");
  static final IorOption<Integer> DFS_DESTROY =
      flag(module("dfs.destroy")).about("DFS: destroy the container at the end");
  static final IorOption<String> HDF5_HINTS_FILE_NAME =
      text(module("hdf5.hintsFileName"), "")
          .about("HDF5: a file with lines IOR_HINT__MPI__<hint>=<value>");
  static final IorOption<Long> HDF5_ALIGNMENT =
      new IorOption<>(module("hdf5.setAlignment", "setAlignment"), 1L, ByteSizes::parse)
          .from(0)
          .about("HDF5: datasets begin at a multiple of so many bytes; 1: large ones at a page");
  static final IorOption<Long> HDF5_CHUNK_SIZE =
      new IorOption<>(module("hdf5.chunkSize"), 0L, ByteSizes::parse)
          .from(0)
          .about("HDF5: elements of a chunk; 0 for contiguous datasets");
  static final IorOption<Integer> HDF5_NO_FILL =
      flag(module("hdf5.noFill")).about("HDF5: never write fill values");
  static final IorOption<Integer> HDF5_COLLECTIVE_METADATA =
      flag(module("hdf5.collectiveMetadata"))
          .about("HDF5: descriptions are a matter of all ranks, as they always are here");
  static final IorOption<String> SUMMARY_FORMAT =
      new IorOption<>(names(' ', "", "summaryFormat"), "default", IorOption::summaryFormat)
          .about("default");

  /** Every option that works, as the help lists them. */
  static final List<IorOption<?>> READY = List.copyOf(ALL);

  /** Options of the C program that are not there yet. */
  static final List<IorOption<?>> PENDING =
      List.of(
          pending(names('A', "", "refNum")),
          pending(names('D', "", "deadlineForStonewalling")),
          pending(names('f', "", "scriptFile")),
          pending(names('j', "", "outlierThreshold")),
          pending(names('l', "--dataPacketType", "dataPacketType")),
          pending(names('M', "", "memoryPerNode", "memoryPerTask")),
          pending(names('N', "", "numTasks", "numNodes", "numTasksOnNode0")),
          pendingFlag(names('y', "", "dualMount")),
          pendingFlag(names(' ', "--warningAsErrors", "warningAsErrors")),
          pending(names(' ', "--randomPrefill", "randomPrefill")),
          pending(names(' ', "", "stoneWallingWearOut", "stoneWallingWearOutIterations")),
          pending(names(' ', "", "stoneWallingStatusFile", "minTimeDuration", "interIODelay")),
          pending(names(' ', "", "summaryFile", "summaryAlways", "debug", "platform")),
          pending(names(' ', "", "saveRankPerformanceDetailsCSV", "savePerOpDataCSV")),
          pending(names(' ', "", "allocateBufferOnGPU", "GPUid", "GPUDirect")),
          pending(module("dfs.group")),
          pendingFlag(module("hdf5.showHints")),
          pendingFlag(module("hdf5.individualDataSets", "individualDataSets")),
          pendingFlag(module("posix.odirect", "useO_DIRECT")),
          pendingFlag(module("posix.rangelocks")),
          pending(module("dummy.delay-create")),
          pending(module("dummy.delay-close")),
          pending(module("dummy.delay-sync")),
          pending(module("dummy.delay-xfer")),
          pendingFlag(module("dummy.delay-only-rank0")));

  private final Names names;
  private final T defaultValue;
  private final Function<String, T> parser;
  private long least = Long.MIN_VALUE;
  private long most = Long.MAX_VALUE;
  private String doc = "";

  /** How an option is written: {@code ' '} and {@code ""} mean that it has no such spelling. */
  private record Names(char letter, String longName, List<String> directives) {}

  private IorOption(Names names, T defaultValue, Function<String, T> parser) {
    this.names = names;
    this.defaultValue = defaultValue;
    this.parser = parser;
    ALL.add(this);
  }

  private static Names names(char letter, String longName, String... directives) {
    return new Names(letter, longName, List.of(directives));
  }

  private static Names module(String name, String... olderNames) {
    List<String> directives = new ArrayList<>(List.of(name));
    directives.addAll(List.of(olderNames));
    return new Names(' ', "--" + name, directives);
  }

  private static IorOption<Integer> flag(Names names) {
    return new IorOption<>(names, 0, text -> Math.max(0, Math.toIntExact(ByteSizes.parse(text))));
  }

  private static IorOption<String> text(Names names, String defaultValue) {
    return new IorOption<>(names, defaultValue, text -> text);
  }

  private static IorOption<Long> size(char letter, String directive, long defaultValue) {
    return new IorOption<>(names(letter, "", directive), defaultValue, ByteSizes::parse).from(1);
  }

  private static IorOption<Long> number(char letter, String directive, long defaultValue) {
    return new IorOption<>(names(letter, "", directive), defaultValue, ByteSizes::parse)
        .within(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static IorOption<String> pending(Names names) {
    return new IorOption<>(names, "", text -> text);
  }

  private static IorOption<Integer> pendingFlag(Names names) {
    return new IorOption<>(names, 0, text -> 0);
  }

  private static String objectClass(String text) {
    if (ObjectClass.parse(text).isEmpty()) {
      throw new IllegalArgumentException("an object class such as S1, S4 or SX is expected");
    }
    return text;
  }

  private static String summaryFormat(String text) {
    if (!text.equalsIgnoreCase("default")) {
      throw new IllegalArgumentException(text + " is not there yet; there is default");
    }
    return text;
  }

  private IorOption<T> from(long atLeast) {
    this.least = atLeast;
    return this;
  }

  private IorOption<T> within(long atLeast, long atMost) {
    this.least = atLeast;
    this.most = atMost;
    return this;
  }

  private IorOption<T> about(String text) {
    this.doc = text;
    return this;
  }

  /** The option with the given letter or with the given name in {@code -O}, in any case. */
  static java.util.Optional<IorOption<?>> named(String name) {
    String bare = name.replaceFirst("^--?", "").toLowerCase(Locale.ROOT);
    return ALL.stream()
        .filter(
            option ->
                option.names.directives().stream()
                    .anyMatch(known -> known.toLowerCase(Locale.ROOT).equals(bare)))
        .findFirst();
  }

  T defaultValue() {
    return defaultValue;
  }

  /** Whether the option is given without a value, and counted. */
  boolean isFlag() {
    return defaultValue instanceof Integer;
  }

  /** What to write on the command line: {@code -t} or {@code --dryRun}; empty: only {@code -O}. */
  List<String> spellings() {
    List<String> spellings = new ArrayList<>();
    if (names.letter() != ' ') {
      spellings.add("-" + names.letter());
    }
    if (!names.longName().isEmpty()) {
      spellings.add(names.longName());
    }
    return spellings;
  }

  /** The name in {@code -O} directives. */
  String directive() {
    return names.directives().getFirst();
  }

  /** What it does, in a line. */
  String doc() {
    return doc;
  }

  /** How messages name the option. */
  @Override
  public String toString() {
    return spellings().isEmpty()
        ? "-O " + directive()
        : spellings().getFirst() + " (" + directive() + ")";
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException saying what is expected
   */
  T parse(String text) {
    T value = parser.apply(text);
    if (value instanceof Long number && (number < least || number > most)) {
      String limit = number < least ? "at least " + least : "at most " + most;
      throw new IllegalArgumentException("a number of " + limit + " is expected");
    }
    return value;
  }
}
