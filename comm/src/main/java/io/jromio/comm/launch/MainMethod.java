package io.jromio.comm.launch;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** The {@code public static void main(String[])} of the program that the ranks run. */
final class MainMethod {

  /** The exit code of a rank whose main method throws. */
  private static final int FAILED = 1;

  private final Method method;

  private MainMethod(Method method) {
    this.method = method;
  }

  /**
   * Finds it, by the class loader that loaded this class.
   *
   * @throws NoSuchProgramException if there is no such class or method
   */
  static MainMethod of(String mainClass) throws NoSuchProgramException {
    try {
      Class<?> type = Class.forName(mainClass);
      Method method = type.getMethod("main", String[].class);
      if (!Modifier.isStatic(method.getModifiers())) {
        throw new NoSuchMethodException("main is not static");
      }
      method.setAccessible(true);
      return new MainMethod(method);
    } catch (ClassNotFoundException e) {
      throw new NoSuchProgramException("no such class: mainClass=%s".formatted(mainClass), e);
    } catch (NoSuchMethodException e) {
      throw new NoSuchProgramException(
          "no public static main(String[]): mainClass=%s".formatted(mainClass), e);
    }
  }

  /** Finds and runs it as the one rank of this JVM; ends the JVM if it fails. */
  static void runAndExit(String mainClass, int rank, String[] args) {
    int code;
    try {
      of(mainClass).run(args);
      code = 0;
    } catch (Throwable e) {
      code = report(rank, e);
    }
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Runs it; throws what it throws. */
  void run(String[] args) throws Exception {
    try {
      method.invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case Exception thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw e;
      }
    }
  }

  /**
   * Writes the failure of a rank to standard error in one piece, unless the program has done so.
   *
   * @return the exit code
   */
  static int report(int rank, Throwable failure) {
    if (failure instanceof ProgramFailure known) {
      return known.exitCode();
    }
    String text;
    if (failure instanceof NoSuchProgramException) {
      text = "jromio: rank %d: %s%n".formatted(rank, failure.getMessage());
    } else {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      text = "Exception in rank %d: %s".formatted(rank, trace);
    }
    System.err.print(text);
    System.err.flush();
    return FAILED;
  }
}
