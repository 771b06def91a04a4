package io.jromio.h5vol;

import io.jromio.comm.Communicator;
import io.jromio.h5vol.FileOption.Choice;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.vol.ConnectorConfig;
import io.jromio.h5vol.vol.Connectors;
import io.jromio.h5vol.vol.FileProperties.Access;
import io.jromio.h5vol.vol.VolConnector;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A file that a program opened, with those that were opened for external links in it or in one of
 * these. A file is opened once, so that links may lead in circles.
 */
final class OpenFiles {
  private final Communicator world;
  private final Choice choice;
  private final SequencedMap<String, H5File> files = new LinkedHashMap<>();

  private OpenFiles(Communicator world, Choice choice) {
    this.world = world;
    this.choice = choice;
  }

  /** What is asked of a connector. */
  private interface Call<T> {
    T make(VolConnector connector, VolRequest request) throws H5Exception;
  }

  static H5File create(Communicator world, String name, Choice choice) throws H5Exception {
    return new OpenFiles(world, choice)
        .opened(name, ask(world, name, choice, VolConnector::create));
  }

  static H5File open(Communicator world, String name, Choice choice) throws H5Exception {
    return new OpenFiles(world, choice).opened(name, ask(world, name, choice, VolConnector::open));
  }

  static boolean isAccessible(Communicator world, String name, Choice choice) throws H5Exception {
    return ask(world, name, choice, VolConnector::isAccessible);
  }

  static void delete(Communicator world, String name, Choice choice) throws H5Exception {
    ask(
        world,
        name,
        choice,
        (connector, request) -> {
          connector.delete(request);
          return true;
        });
  }

  private static <T> T ask(Communicator world, String name, Choice choice, Call<T> call)
      throws H5Exception {
    ConnectorConfig config = agreed(world, name, choice.connector());
    VolRequest request = new VolRequest(world, name, choice.properties(), config);
    return call.make(Connectors.of(config), request);
  }

  /** As rank 0 chooses: environments and properties of the ranks may differ. */
  private static ConnectorConfig agreed(Communicator world, String name, String explicit)
      throws H5Exception {
    String[] words = {"", "", ""};
    if (world.rank() == 0) {
      try {
        ConnectorConfig config = Connectors.choose(explicit, name);
        words = new String[] {"", config.name(), config.parameters()};
      } catch (H5Exception e) {
        words = new String[] {e.error().name(), e.detail(), ""};
      }
    }
    byte[] text = String.join("\0", words).getBytes(StandardCharsets.UTF_8);
    String answer = new String(world.bcast(text, 0), StandardCharsets.UTF_8);
    words = answer.split("\0", 3);
    if (!words[0].isEmpty()) {
      throw new H5Exception(H5Error.valueOf(words[0]), words[1]);
    }
    return new ConnectorConfig(words[1], words[2]);
  }

  private H5File opened(String name, VolFile vol) throws H5Exception {
    H5File file = new H5File(vol, this);
    files.put(name, file);
    return file;
  }

  /** The file that a link in {@code from} names. */
  H5File external(H5File from, String linked, String path) throws H5Exception {
    String name = FileNames.resolve(from.name(), linked);
    H5File open = files.get(name);
    if (open != null) {
      return open;
    }
    Choice reading = choice.with(choice.properties().access(Access.READ));
    try {
      return opened(name, ask(world, name, reading, VolConnector::open));
    } catch (H5Exception e) {
      throw new H5Exception(
          e.error(),
          "external link into a file that cannot be opened: link=%s target=%s: %s (file %s)"
              .formatted(path, name, e.detail(), from.name()),
          e);
    }
  }

  /** Closes all, the one that the program opened last. */
  void close(H5File closed) throws H5Exception {
    H5Exception failure = null;
    H5File first = files.isEmpty() ? closed : files.sequencedValues().getFirst();
    if (!closed.equals(first)) {
      return;
    }
    for (H5File file : files.sequencedValues().reversed()) {
      try {
        file.vol().close();
      } catch (H5Exception e) {
        failure = failure == null ? e : failure;
      }
    }
    files.clear();
    if (failure != null) {
      throw failure;
    }
  }
}
