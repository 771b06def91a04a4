package io.jromio.comm.mpj;

import static java.lang.invoke.MethodType.methodType;

import io.jromio.comm.CommException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Objects;

/**
 * The few calls of MPJ Express that we use, as method handles: those that are sound on all its
 * devices. Its objects are plain {@link Object}s here.
 *
 * @source mpiJava 1.2 API, as MPJ Express 0.44 has it
 */
final class MpjBinding {
  private static final String MAIN_CLASS = "mpi.MPI";

  private final Class<?> mpi;
  private final MethodHandle isend;
  private final MethodHandle irecv;
  private final MethodHandle test;

  private MpjBinding(ClassLoader loader) throws ReflectiveOperationException {
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    mpi = Class.forName(MAIN_CLASS, true, loader);
    Class<?> comm = Class.forName("mpi.Comm", true, loader);
    Class<?> type = Class.forName("mpi.Datatype", true, loader);
    Class<?> request = Class.forName("mpi.Request", true, loader);
    Class<?> status = Class.forName("mpi.Status", true, loader);
    MethodType transfer =
        methodType(request, Object.class, int.class, int.class, type, int.class, int.class);
    MethodType plain =
        methodType(
            Object.class,
            Object.class,
            Object.class,
            int.class,
            int.class,
            Object.class,
            int.class,
            int.class);
    isend = lookup.findVirtual(comm, "Isend", transfer).asType(plain);
    irecv = lookup.findVirtual(comm, "Irecv", transfer).asType(plain);
    test =
        lookup
            .findVirtual(request, "Test", methodType(status))
            .asType(methodType(Object.class, Object.class));
  }

  /** Whether there is an MPJ Express on the class path; loads nothing of it. */
  static boolean isPresent() {
    try {
      Class.forName(MAIN_CLASS, false, loader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /**
   * Binds it.
   *
   * @throws CommException if it is not there, is another one, or lacks a jar
   */
  static MpjBinding load() {
    try {
      return new MpjBinding(loader());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new CommException("MPJ Express cannot be loaded (is log4j missing?): " + e, e);
    }
  }

  /** Whether the program has called {@code MPI.Init} by itself. */
  boolean isInitialized() {
    return (boolean) invokeStatic("Initialized", methodType(boolean.class));
  }

  /** MPI.Init; returns the program's own arguments. */
  String[] init(String[] args) {
    return (String[])
        invokeStatic("Init", methodType(String[].class, String[].class), (Object) args);
  }

  /** A communicator of all ranks whose messages meet no others; collective. */
  MpjMessages messages() {
    try {
      Object world = Objects.requireNonNull(mpi.getField("COMM_WORLD").get(null), "COMM_WORLD");
      Object bytes = Objects.requireNonNull(mpi.getField("BYTE").get(null), "BYTE");
      Object own = world.getClass().getMethod("clone").invoke(world);
      return new MpjMessages(this, own, bytes);
    } catch (ReflectiveOperationException e) {
      throw new CommException("MPJ Express gives no communicator: " + e, e);
    }
  }

  /** Communicator, buffer, offset, count, type, destination, tag to request. */
  MethodHandle isend() {
    return isend;
  }

  /** Communicator, buffer, offset, count, type, source, tag to request. */
  MethodHandle irecv() {
    return irecv;
  }

  /** Request to status, or to null while it is pending. */
  MethodHandle test() {
    return test;
  }

  private Object invokeStatic(String name, MethodType type, Object... args) {
    try {
      return MethodHandles.publicLookup().findStatic(mpi, name, type).invokeWithArguments(args);
    } catch (Throwable e) {
      throw new CommException("MPI.%s failed: %s".formatted(name, e), e);
    }
  }

  /** Under its multicore device each rank has a class loader, which has loaded us too. */
  private static ClassLoader loader() {
    return MpjBinding.class.getClassLoader();
  }
}
