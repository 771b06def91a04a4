package io.jromio.bench.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar that this class is in, and of the JVM. */
final class JromioVersion implements IVersionProvider {

  JromioVersion() {}

  @Override
  public String[] getVersion() {
    String version = JromioVersion.class.getPackage().getImplementationVersion();
    return new String[] {
      "jromio %s (Java %s)"
          .formatted(version == null ? "development" : version, Runtime.version().feature())
    };
  }
}
