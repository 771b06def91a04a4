package io.jromio.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ClassRenewalTest {
  private final Path folder;

  ClassRenewalTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void shouldLeaveNoOldClassWhenRenewed() throws Exception {
    Path renewed = folder.resolve("renewed.jar");
    assertTrue(ClassRenewal.renew(picocli(), renewed) > 100);
    assertEquals(0, ClassRenewal.renew(renewed, folder.resolve("again.jar")));
  }

  /** The verifier of the JVM looks at every class that is loaded here. */
  @Test
  void shouldLoadEveryClassWhenRenewed() throws Exception {
    Path renewed = folder.resolve("renewed.jar");
    ClassRenewal.renew(picocli(), renewed);
    URL[] path = {renewed.toUri().toURL()};
    try (ZipFile jar = new ZipFile(renewed.toFile());
        URLClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      int loaded = 0;
      for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
        String name = all.nextElement().getName();
        if (name.startsWith("picocli/") && name.endsWith(".class")) {
          String type = name.substring(0, name.length() - ".class".length()).replace('/', '.');
          assertNotSame(CommandLine.class, Class.forName(type, true, loader));
          loaded++;
        }
      }
      assertTrue(loaded > 100, "loaded=" + loaded);
    }
  }

  @Test
  void shouldLeaveJarAloneWhenNothingIsOld() throws Exception {
    Path jar = folder.resolve("new.jar");
    ClassRenewal.renew(picocli(), jar);
    byte[] before = Files.readAllBytes(jar);
    Object key = Files.readAttributes(jar, BasicFileAttributes.class).fileKey();
    ClassRenewal.main(new String[] {jar.toString()});
    assertEquals(key, Files.readAttributes(jar, BasicFileAttributes.class).fileKey());
    assertEquals(before.length, Files.size(jar));
    assertFalse(Files.exists(folder.resolve(".new.jar.part")));
  }

  private static Path picocli() throws Exception {
    return Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
