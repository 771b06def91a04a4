package io.jromio.h5vol;

import io.jromio.h5vol.vol.FileProperties;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.FileProperties.Format;
import io.jromio.h5vol.vol.FileProperties.Placement;
import io.jromio.hints.Info;
import java.util.function.UnaryOperator;

/** How a file is created or opened; all ranks give the same options. A later one wins. */
public final class FileOption {

  /** What the options together make. */
  record Choice(FileProperties properties, String connector) {
    private static Choice of(FileOption[] options, Access access) {
      Choice choice = new Choice(FileProperties.of(access), "");
      for (FileOption option : options) {
        choice = option.change.apply(choice);
      }
      return choice;
    }

    static Choice forCreating(FileOption[] options) {
      Choice choice = of(options, Access.TRUNCATE);
      return choice.properties.access() == Access.EXCLUSIVE ? choice : choice.with(Access.TRUNCATE);
    }

    static Choice forOpening(FileOption[] options) {
      Choice choice = of(options, Access.READ);
      if (choice.properties.access() == Access.EXCLUSIVE) {
        throw new IllegalArgumentException("option is for creating only: option=exclusive");
      }
      return choice;
    }

    Choice with(FileProperties changed) {
      return new Choice(changed, connector);
    }

    private Choice with(Access access) {
      return with(properties.access(access));
    }
  }

  private final String text;
  private final UnaryOperator<Choice> change;

  private FileOption(String text, UnaryOperator<Choice> change) {
    this.text = text;
    this.change = change;
  }

  /**
   * Elements of a dataset or chunk that take {@code threshold} bytes or more begin at a multiple of
   * {@code bytes}, such as the stripe of the file system.
   */
  public static FileOption alignment(long threshold, long bytes) {
    Placement checked = new Placement(threshold, bytes, 0);
    return new FileOption(
        "alignment(%d, %d)".formatted(threshold, bytes),
        choice ->
            placed(
                choice,
                new Placement(
                    checked.threshold(),
                    checked.alignment(),
                    choice.properties.placement().metadataBlock())));
  }

  /** Descriptions of objects are allocated in blocks of so many bytes. */
  public static FileOption metadataBlock(int bytes) {
    Placement checked = new Placement(0, 1, bytes);
    return new FileOption(
        "metadataBlock(%d)".formatted(bytes),
        choice ->
            placed(
                choice,
                new Placement(
                    choice.properties.placement().threshold(),
                    choice.properties.placement().alignment(),
                    checked.metadataBlock())));
  }

  private static Choice placed(Choice choice, Placement placement) {
    return choice.with(choice.properties.placement(placement));
  }

  /**
   * The oldest HDF5 library that must read a new file: {@code "1.8"} or {@code "1.10"}, which is
   * the default. Files for 1.8 have no chunked datasets.
   */
  public static FileOption compat(String version) {
    Format format =
        switch (version) {
          case "1.8" -> Format.V18;
          case "1.10" -> Format.V110;
          default ->
              throw new IllegalArgumentException(
                  "no format: version=%s of=1.8,1.10".formatted(version));
        };
    return new FileOption(
        "compat(%s)".formatted(version), choice -> choice.with(choice.properties.format(format)));
  }

  /** Compares every collective call between the ranks; for finding mistakes in programs. */
  public static FileOption checked() {
    return new FileOption("checked", choice -> choice.with(choice.properties.checked(true)));
  }

  /** Hints for MPI-IO, such as cb_nodes. */
  public static FileOption info(Info hints) {
    Info kept = hints.copy();
    return new FileOption(
        "info(%s)".formatted(kept), choice -> choice.with(choice.properties.info(kept.copy())));
  }

  /**
   * The connector with its parameters, instead of what the system property {@code
   * hdf5.vol.connector}, HDF5_VOL_CONNECTOR or the name of the file say: {@code native}, {@code
   * daos}, {@code log under_vol=native;under_info={}}.
   */
  public static FileOption connector(String config) {
    return new FileOption(
        "connector(%s)".formatted(config), choice -> new Choice(choice.properties, config));
  }

  /** Creating fails if there is such a file. */
  public static FileOption exclusive() {
    return new FileOption("exclusive", choice -> choice.with(Access.EXCLUSIVE));
  }

  /** An existing file is opened for writing too. */
  public static FileOption writable() {
    return new FileOption("writable", choice -> choice.with(Access.WRITE));
  }

  @Override
  public String toString() {
    return text;
  }
}
