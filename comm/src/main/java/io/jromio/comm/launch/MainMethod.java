package io.jromio.comm.launch;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** The {@code public static void main(String[])} of the program that the ranks run. */
final class MainMethod {

  /** The exit code of a JVM whose main method throws. */
  static final int FAILED = 1;

  private final Method method;

  private MainMethod(Method method) {
    this.method = method;
  }

  /**
   * Finds it, by the class loader that loaded this class.
   *
   * @throws IllegalArgumentException if there is no such class or method
   */
  static MainMethod of(String mainClass) {
    try {
      Class<?> type = Class.forName(mainClass);
      Method method = type.getMethod("main", String[].class);
      if (!Modifier.isStatic(method.getModifiers())) {
        throw new IllegalArgumentException("main is not static: mainClass=%s".formatted(mainClass));
      }
      method.setAccessible(true);
      return new MainMethod(method);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("no such class: mainClass=%s".formatted(mainClass), e);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          "no public main(String[]): mainClass=%s".formatted(mainClass), e);
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

  /** Writes the failure of a rank to standard error, in one piece. */
  static void report(int rank, Throwable failure) {
    synchronized (Runtime.getRuntime()) {
      System.err.printf("Exception in rank %d: ", rank);
      failure.printStackTrace();
    }
  }
}
