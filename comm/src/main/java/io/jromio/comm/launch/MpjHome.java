package io.jromio.comm.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An installation of MPJ Express. Names the jars themselves instead of trusting their manifests:
 * Debian's package lacks the files that those name.
 */
final class MpjHome {
  private static final String LOGGING = "log4j-1.2.jar";
  private static final Path DEBIAN_JARS = Path.of("/usr/share/java");
  private static final List<String> MULTICORE =
      List.of("smpdev.jar", "xdev.jar", "mpjbuf.jar", "loader2.jar", "starter.jar", "mpiExp.jar");

  private final Path home;

  private MpjHome(Path home) {
    this.home = home;
  }

  /**
   * Finds the installation.
   *
   * @throws IOException if it is not there or lacks a jar, with the command that installs it
   */
  static MpjHome at(Path home) throws IOException {
    MpjHome mpj = new MpjHome(home);
    mpj.multicoreJars();
    mpj.clusterJars();
    return mpj;
  }

  Path path() {
    return home;
  }

  /** The class path of the one JVM in which all ranks run. */
  List<String> multicoreJars() throws IOException {
    List<String> jars = new ArrayList<>();
    for (String name : MULTICORE) {
      jars.add(jar(name));
    }
    jars.add(loggingJar());
    return jars;
  }

  /** What a rank with a JVM of its own needs on its class path. */
  List<String> clusterJars() throws IOException {
    return List.of(jar("mpj.jar"), loggingJar());
  }

  private String jar(String name) throws IOException {
    return existing(home.resolve("lib").resolve(name));
  }

  private String loggingJar() throws IOException {
    Path own = home.resolve("lib").resolve(LOGGING);
    return existing(Files.exists(own) ? own : DEBIAN_JARS.resolve(LOGGING));
  }

  private String existing(Path jar) throws IOException {
    if (!Files.isReadable(jar)) {
      throw new IOException(
          "MPJ Express is not installed: no %s (mpj_home=%s). On Debian, as root: apt-get install -y libmpj-java"
              .formatted(jar, home));
    }
    return jar.toString();
  }
}
