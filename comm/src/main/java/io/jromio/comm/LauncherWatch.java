package io.jromio.comm;

/**
 * Tells whether the launcher of this rank's job has gone without a word, so that its ranks do not
 * wait for ever. Asked while waiting; time is passed in.
 */
@FunctionalInterface
interface LauncherWatch {
  /** For ranks that no launcher has started. */
  LauncherWatch NONE = nowNs -> false;

  /** Whether the launcher is gone, as far as known at {@code nowNs}. */
  boolean isGone(long nowNs);

  /**
   * Watches a process, at most each quarter of a second. It is gone when it has ended, or when it
   * was our parent and is not any more (it may linger as a zombie).
   */
  static LauncherWatch of(long pid) {
    ProcessHandle launcher = ProcessHandle.of(pid).orElse(null);
    boolean isParent = parentPid() == pid;
    return new LauncherWatch() {
      private static final long INTERVAL_NS = 250_000_000;
      private final Object lock = new Object();
      private long nextNs;
      private boolean started;
      private boolean gone = launcher == null;

      @Override
      public boolean isGone(long nowNs) {
        synchronized (lock) {
          if (!gone && launcher != null && (!started || nowNs - nextNs >= 0)) {
            started = true;
            nextNs = nowNs + INTERVAL_NS;
            gone = !launcher.isAlive() || (isParent && parentPid() != pid);
          }
          return gone;
        }
      }
    };
  }

  private static long parentPid() {
    return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L);
  }
}
