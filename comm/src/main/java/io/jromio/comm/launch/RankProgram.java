package io.jromio.comm.launch;

import java.util.List;

/**
 * The program that every rank runs.
 *
 * @param mainClass the binary name of the class with {@code main(String[])}
 * @param classPath where to find it, with the system's path separator; relative entries are
 *     relative to the working directory
 * @param args the program's own arguments
 */
public record RankProgram(String mainClass, String classPath, List<String> args) {

  public RankProgram {
    if (mainClass.isBlank()) {
      throw new IllegalArgumentException("no program: mainClass=\"%s\"".formatted(mainClass));
    }
    args = List.copyOf(args);
  }
}
