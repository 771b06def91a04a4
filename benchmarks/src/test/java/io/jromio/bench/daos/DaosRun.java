package io.jromio.bench.daos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jromio.dfs.client.StoreClient;
import io.jromio.dfs.engine.Engine;
import io.jromio.dfs.engine.EngineConfig;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import io.jromio.dfs.transport.LoopbackLink;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/** An engine in a folder of its own, and the command as users call it. */
final class DaosRun implements AutoCloseable {
  private static final int TARGETS = 2;

  private final Path home;
  private final Engine engine;

  DaosRun(Path home) throws StoreException {
    this.home = home;
    this.engine = Engine.open(new EngineConfig(home.resolve("store"), TARGETS, 64));
  }

  /** What a command left. */
  record Result(int code, String out, String err) {

    /** The output of a command that went well. */
    String good() {
      assertEquals(0, code, out + err);
      assertEquals("", err);
      return out;
    }

    /** The error of a command that was refused. */
    String refused(int expected) {
      assertEquals(expected, code, out + err);
      return err;
    }
  }

  StoreSystem connect() {
    return new StoreClient(new LoopbackLink(engine, "loopback"));
  }

  Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Session session =
        new Session(
            Map.of("JROMIO_HOME", home.toString()),
            environment -> connect(),
            new PrintWriter(out),
            new PrintWriter(err),
            false);
    int code = Daos.execute(session, args);
    return new Result(code, out.toString(), err.toString());
  }

  /** Runs a line of words without blanks in them. */
  Result line(String line) {
    return run(line.split(" "));
  }

  @Override
  public void close() {
    engine.close();
  }
}
