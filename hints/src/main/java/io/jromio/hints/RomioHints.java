package io.jromio.hints;

import static io.jromio.hints.Hint.Trait.IGNORED;
import static io.jromio.hints.Hint.Trait.MUST_AGREE;
import static io.jromio.hints.Hint.Trait.OPEN_ONLY;
import static io.jromio.hints.Hint.Trait.QUIET;
import static io.jromio.hints.Hint.Trait.REPORTED_ONLY;

import java.util.List;

/**
 * The hints that every driver knows, with ROMIO's keys and defaults. The driver {@code ufs} has no
 * others; those of DFS are in {@link DfsHints}, those that ROMIO lacks in {@link JromioHints}.
 *
 * @source ROMIO adio/common/ad_hints.c; MPI 4.1 section 14.2.8
 */
public final class RomioHints {

  public static final Hint<Long> CB_BUFFER_SIZE =
      new Hint<>(
          "cb_buffer_size",
          16L << 20,
          HintSyntax.bytes(1),
          "Bytes that an aggregator moves in one round of a collective call.",
          MUST_AGREE);

  public static final Hint<Toggle> CB_READ =
      new Hint<>(
          "romio_cb_read",
          Toggle.AUTOMATIC,
          HintSyntax.TOGGLE,
          "Two-phase collective reads; automatic: where gathering the ranks' requests pays.",
          MUST_AGREE);

  public static final Hint<Toggle> CB_WRITE =
      new Hint<>(
          "romio_cb_write",
          Toggle.AUTOMATIC,
          HintSyntax.TOGGLE,
          "Two-phase collective writes; automatic: where gathering the ranks' requests pays.",
          MUST_AGREE);

  /** 0, the default, stands for all ranks. The number that were chosen is reported after open. */
  public static final Hint<Long> CB_NODES =
      new Hint<>(
          "cb_nodes",
          0L,
          HintSyntax.count(0, Integer.MAX_VALUE),
          "Largest number of aggregators; 0, and more than there are ranks, mean all ranks.",
          MUST_AGREE,
          OPEN_ONLY,
          QUIET);

  public static final Hint<Boolean> NO_INDEP_RW =
      new Hint<>(
          "romio_no_indep_rw",
          false,
          HintSyntax.FLAG,
          "The program promises collective I/O only; turns romio_cb_read and romio_cb_write on.",
          MUST_AGREE);

  public static final Hint<Toggle> CB_PFR =
      new Hint<>(
          "romio_cb_pfr",
          Toggle.DISABLE,
          HintSyntax.TOGGLE,
          "Persistent file realms: an aggregator keeps its part of the file between calls.",
          MUST_AGREE,
          IGNORED);

  /** 0 is aar (aggregate access region), -1 is fsz (file size), else the bytes of a realm. */
  public static final Hint<Long> CB_FR_TYPE =
      new Hint<>(
              "romio_cb_fr_types",
              0L,
              HintSyntax.REALM,
              "How persistent file realms are cut; ROMIO reads it as romio_cb_fr_type.",
              MUST_AGREE,
              IGNORED)
          .readAlsoFrom("romio_cb_fr_type");

  public static final Hint<Long> CB_FR_ALIGNMENT =
      new Hint<>(
          "romio_cb_fr_alignment",
          1L,
          HintSyntax.bytes(1),
          "Persistent file realms start at multiples of so many bytes.",
          MUST_AGREE,
          IGNORED);

  public static final Hint<Long> CB_DS_THRESHOLD =
      new Hint<>(
          "romio_cb_ds_threshold",
          0L,
          HintSyntax.count(0, 100),
          "With persistent file realms, sieve where at least so many percent are wanted.",
          MUST_AGREE,
          IGNORED);

  public static final Hint<Toggle> CB_ALLTOALL =
      new Hint<>(
          "romio_cb_alltoall",
          Toggle.AUTOMATIC,
          HintSyntax.TOGGLE,
          "With persistent file realms, exchange by all-to-all instead of single messages.",
          MUST_AGREE,
          IGNORED);

  public static final Hint<Long> IND_RD_BUFFER_SIZE =
      new Hint<>(
          "ind_rd_buffer_size",
          4L << 20,
          HintSyntax.bytes(1),
          "Bytes of the buffer for data sieving in independent reads.");

  public static final Hint<Long> IND_WR_BUFFER_SIZE =
      new Hint<>(
          "ind_wr_buffer_size",
          512L << 10,
          HintSyntax.bytes(1),
          "Bytes of the buffer for data sieving in independent writes.");

  public static final Hint<Toggle> DS_READ =
      new Hint<>(
          "romio_ds_read",
          Toggle.AUTOMATIC,
          HintSyntax.TOGGLE,
          "Data sieving in independent reads.");

  public static final Hint<Toggle> DS_WRITE =
      new Hint<>(
          "romio_ds_write",
          Toggle.AUTOMATIC,
          HintSyntax.TOGGLE,
          "Data sieving in writes; automatic: only by aggregators.",
          MUST_AGREE);

  public static final Hint<Long> MIN_FDOMAIN_SIZE =
      new Hint<>(
          "romio_min_fdomain_size",
          0L,
          HintSyntax.bytes(0),
          "A file domain has at least so many bytes, even if aggregators stay idle.",
          MUST_AGREE,
          QUIET);

  /** 0 stands for none known. */
  public static final Hint<Long> STRIPING_UNIT =
      new Hint<>(
          "striping_unit",
          0L,
          HintSyntax.bytes(0),
          "Bytes of a stripe of the file; file domains are aligned to it.",
          MUST_AGREE,
          OPEN_ONLY,
          QUIET);

  public static final Hint<Long> STRIPING_FACTOR =
      new Hint<>(
          "striping_factor",
          0L,
          HintSyntax.count(-1, Integer.MAX_VALUE),
          "Number of devices a new file is striped over; -1 is all, 0 the file system's choice.",
          MUST_AGREE,
          OPEN_ONLY,
          QUIET,
          IGNORED);

  public static final Hint<Long> START_IODEVICE =
      new Hint<>(
          "start_iodevice",
          0L,
          HintSyntax.count(-1, Integer.MAX_VALUE),
          "Device that holds the first stripe of a new file; -1 is any.",
          MUST_AGREE,
          OPEN_ONLY,
          QUIET,
          IGNORED);

  public static final Hint<Toggle> SYNCHRONIZED_FLUSH =
      new Hint<>(
          "romio_synchronized_flush",
          Toggle.DISABLE,
          HintSyntax.FLUSH_TOGGLE,
          "MPI_File_sync flushes once for all ranks, after a barrier.",
          MUST_AGREE);

  public static final Hint<String> CB_CONFIG_LIST =
      new Hint<>(
          "cb_config_list",
          "*:1",
          HintSyntax.CONFIG_LIST,
          "Which hosts aggregate, with how many ranks each, in order of their file domains; left"
              + " out, all ranks do where the file is in their page cache.",
          MUST_AGREE,
          OPEN_ONLY);

  public static final Hint<String> FILESYSTEM_TYPE =
      new Hint<>(
          "romio_filesystem_type",
          "",
          HintSyntax.TEXT,
          "The driver that was chosen.",
          REPORTED_ONLY,
          QUIET);

  /** Made by {@link CbConfigList#format}. */
  public static final Hint<String> AGGREGATOR_LIST =
      new Hint<>(
          "romio_aggregator_list",
          "",
          HintSyntax.TEXT,
          "The ranks that aggregate, in order of their file domains.",
          REPORTED_ONLY,
          QUIET);

  private static final List<Hint<?>> ALL =
      List.of(
          CB_BUFFER_SIZE,
          CB_READ,
          CB_WRITE,
          CB_NODES,
          NO_INDEP_RW,
          CB_PFR,
          CB_FR_TYPE,
          CB_FR_ALIGNMENT,
          CB_DS_THRESHOLD,
          CB_ALLTOALL,
          IND_RD_BUFFER_SIZE,
          IND_WR_BUFFER_SIZE,
          DS_READ,
          DS_WRITE,
          MIN_FDOMAIN_SIZE,
          STRIPING_UNIT,
          STRIPING_FACTOR,
          START_IODEVICE,
          SYNCHRONIZED_FLUSH,
          DfsHints.CHUNK_SIZE,
          DfsHints.OBJECT_CLASS,
          CB_CONFIG_LIST,
          FILESYSTEM_TYPE,
          AGGREGATOR_LIST,
          JromioHints.MAPPED_IO,
          JromioHints.CB_SHARED_MEMORY,
          JromioHints.CB_IO_THREAD);

  private static final List<Hint<?>> AGREED = ALL.stream().filter(Hint::mustAgree).toList();

  private RomioHints() {}

  /** All hints there are, those of the drivers too, in the order in which they are printed. */
  public static List<Hint<?>> all() {
    return ALL;
  }

  /** Those that must be the same on all ranks. */
  static List<Hint<?>> agreed() {
    return AGREED;
  }
}
