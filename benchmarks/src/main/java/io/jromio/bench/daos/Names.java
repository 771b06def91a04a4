package io.jromio.bench.daos;

import io.jromio.adio.daos.DaosEnvironment;
import io.jromio.adio.daos.MountTable;
import io.jromio.adio.daos.MountTable.Mount;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * Pool, container and what else stands behind them. Either may be named by an option too, or both
 * by a path of this machine that stands for a container.
 */
final class Names {
  /** Other than positional, the names can be given so. */
  @Option(names = "--pool", paramLabel = "POOL", hidden = true)
  private @Nullable String poolOption;

  @Option(names = "--cont", paramLabel = "CONT", hidden = true)
  private @Nullable String containerOption;

  @Option(names = "--path", paramLabel = "PATH", hidden = true)
  private @Nullable Path path;

  @Parameters(hidden = true)
  private List<String> words = new ArrayList<>();

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  private final Session session;

  Names(Session session) {
    this.session = session;
  }

  /**
   * What was given.
   *
   * @param inside the path within the container, if the container was named by a path of this
   *     machine; empty for its root
   */
  record Given(String pool, String container, List<String> rest, String inside) {
    /** What stands at place {@code i} behind the names; empty if nothing. */
    String rest(int i) {
      return i < rest.size() ? rest.get(i) : "";
    }
  }

  /** A pool, and at most {@code more} words behind it. */
  Given pool(int more) throws IOException {
    return take(false, 0, more);
  }

  /** A pool and a container, and at least {@code least} and at most {@code most} words behind. */
  Given container(int least, int most) throws IOException {
    return take(true, least, most);
  }

  private Given take(boolean withContainer, int least, int most) throws IOException {
    List<String> left = new ArrayList<>(words);
    String pool;
    String container;
    String inside = "";
    if (path != null) {
      Path absolute = path.toAbsolutePath().normalize();
      Mount mount = mount(absolute);
      pool = mount.pool();
      container = mount.container();
      inside = mount.path().relativize(absolute).toString();
    } else {
      pool = next(poolOption, left, "a pool");
      container = withContainer ? next(containerOption, left, "a container") : "";
    }
    if (left.size() < least) {
      throw new ParameterException(spec.commandLine(), "more arguments are expected");
    }
    if (left.size() > most) {
      throw new ParameterException(spec.commandLine(), "unexpected argument: " + left.get(most));
    }
    return new Given(pool, container, left, inside);
  }

  private Mount mount(Path absolute) throws IOException {
    return new MountTable(new DaosEnvironment(session.environment()))
        .find(absolute)
        .orElseThrow(
            () ->
                new StoreException(
                    Der.NONEXIST,
                    "stands for no container, see jromio daos mounts: path=" + absolute));
  }

  private String next(@Nullable String option, List<String> left, String what) {
    if (option != null) {
      return option;
    }
    if (left.isEmpty()) {
      throw new ParameterException(spec.commandLine(), what + " is expected");
    }
    return left.removeFirst();
  }
}
