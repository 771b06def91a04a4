package io.jromio.dfs.client;

import io.jromio.dfs.engine.Engine;
import io.jromio.dfs.engine.EngineConfig;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.object.StoreUnderTest;
import io.jromio.dfs.transport.EngineLink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An engine of this JVM on a folder of its own, with something in front of it. */
abstract class EngineUnderTest implements StoreUnderTest {
  private static final int QUEUE = 64;

  final Path folder;
  final Engine engine;

  EngineUnderTest(int targets) throws IOException {
    Path memory = Path.of("/dev/shm");
    folder =
        Files.isWritable(memory)
            ? Files.createTempDirectory(memory, "jromio-client-test")
            : Files.createTempDirectory("jromio-client-test");
    engine = Engine.open(new EngineConfig(folder.resolve("store"), targets, QUEUE));
  }

  /** A new way to the engine. */
  abstract EngineLink link() throws IOException;

  @Override
  public StoreSystem connect() throws IOException {
    return new StoreClient(link());
  }

  @Override
  public void close() throws IOException {
    engine.close();
    List<Path> all = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      walk.sorted(Comparator.reverseOrder()).forEach(all::add);
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
