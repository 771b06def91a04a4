package io.jromio.bench.daos;

import io.jromio.bench.console.Progress;
import io.jromio.dfs.DfsException;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.object.StoreSystem;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What commands are given: the way to the store, and where answers go.
 *
 * @param environment variables by name
 * @param terminal whether a person looks at {@code err} right now
 */
record Session(
    Map<String, String> environment,
    Connector connector,
    PrintWriter out,
    PrintWriter err,
    boolean terminal) {
  /** DER_MISC, for what has no code of its own. */
  private static final int MISC = -1025;

  /** Makes the connection to a store. */
  interface Connector {
    StoreSystem connect(Map<String, String> environment) throws IOException;
  }

  StoreSystem connect() throws IOException {
    return connector.connect(environment);
  }

  /** What shows how far long work has come. */
  Progress progress() {
    return new Progress(err, terminal, new Progress.Wording("", "files", Sizes::binary));
  }

  /** Prints an answer, as text or in the envelope of JSON. */
  void print(Answer answer, boolean json) {
    if (json) {
      Map<String, Object> envelope = new LinkedHashMap<>();
      envelope.put("response", answer.json());
      envelope.put("error", null);
      envelope.put("status", 0);
      out.println(Json.write(envelope));
    } else {
      out.print(answer.text());
    }
    out.flush();
  }

  /** Prints what went wrong, for programs too if they asked for JSON. */
  void fail(Exception failure, boolean json) {
    if (json) {
      Map<String, Object> envelope = new LinkedHashMap<>();
      envelope.put("response", null);
      envelope.put("error", message(failure));
      envelope.put("status", status(failure));
      out.println(Json.write(envelope));
      out.flush();
    }
    err.println("ERROR: daos: " + message(failure));
    err.flush();
  }

  private static int status(Exception failure) {
    Throwable cause = failure instanceof DfsException ? failure.getCause() : failure;
    return cause instanceof StoreException e ? e.der().code() : MISC;
  }

  private static String message(Exception failure) {
    return switch (failure) {
      case StoreException e -> e.toString();
      case DfsException e -> e.toString();
      default -> failure.getMessage() == null ? failure.toString() : failure.getMessage();
    };
  }
}
