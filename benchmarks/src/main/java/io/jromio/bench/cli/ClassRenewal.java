package io.jromio.bench.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the classes of old libraries anew in the format of Java 8, that is, with stack maps. A
 * JVM's start cache takes no class without them, and verifying one costs many times as much; so the
 * parser of command lines, which is compiled for Java 5, took a fifth of a rank's start.
 *
 * <p>Argument: the jar, which is replaced if there is such a class in it.
 *
 * @source JVMS 25 sections 4.7.4 and 4.10; JDK-8261090
 */
public final class ClassRenewal {
  private static final int MAJOR_AT = 6;
  private static final int FIRST_WITH_MAPS = 51;
  private static final int JAVA_8 = 52;

  private final ZipFile jar;
  private final ClassFile classFile;

  private ClassRenewal(ZipFile jar) {
    this.jar = jar;
    ClassHierarchyResolver resolver =
        ClassHierarchyResolver.ofResourceParsing(this::open)
            .orElse(ClassHierarchyResolver.defaultResolver())
            .cached();
    this.classFile =
        ClassFile.of(
            StackMapsOption.GENERATE_STACK_MAPS, ClassHierarchyResolverOption.of(resolver));
  }

  /** Renews one jar. */
  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[0]);
    Path renewed = jar.resolveSibling("." + jar.getFileName() + ".part");
    try {
      if (renew(jar, renewed) > 0) {
        Files.move(renewed, jar, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      Files.deleteIfExists(renewed);
    }
  }

  /**
   * @return how many classes were old
   */
  static int renew(Path from, Path to) throws IOException {
    int old = 0;
    try (ZipFile jar = new ZipFile(from.toFile());
        ZipOutputStream out =
            new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
      ClassRenewal renewal = new ClassRenewal(jar);
      for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        byte[] bytes = jar.getInputStream(entry).readAllBytes();
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(entry.getTimeLocal());
        out.putNextEntry(copy);
        if (isOld(entry, bytes)) {
          bytes = renewal.renewed(bytes);
          old++;
        }
        out.write(bytes);
        out.closeEntry();
      }
    }
    return old;
  }

  private static boolean isOld(ZipEntry entry, byte[] bytes) {
    return entry.getName().endsWith(".class")
        && bytes.length > MAJOR_AT + 1
        && (Byte.toUnsignedInt(bytes[MAJOR_AT]) << Byte.SIZE
                | Byte.toUnsignedInt(bytes[MAJOR_AT + 1]))
            < FIRST_WITH_MAPS;
  }

  private byte[] renewed(byte[] old) {
    ClassTransform newer =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(JAVA_8, 0);
          } else {
            builder.with(element);
          }
        };
    ClassTransform withMaps = ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
    return classFile.transformClass(classFile.parse(old), withMaps.andThen(newer));
  }

  /** A class of the jar, for the verifier's questions about its superclass. */
  private @Nullable InputStream open(ClassDesc type) {
    String descriptor = type.descriptorString();
    String name = descriptor.substring(1, descriptor.length() - 1) + ".class";
    ZipEntry entry = jar.getEntry(name);
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
