package io.jromio.comm;

/** The ranks of {@link RankThreads}: a thread's world is bound to it, and to threads it makes. */
final class ThreadsProvider implements CommProvider {
  static final String NAME = "threads";

  private static final InheritableThreadLocal<World> BOUND = new InheritableThreadLocal<>();

  static void bind(World world) {
    BOUND.set(world);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int precedence() {
    return 40;
  }

  @Override
  public boolean started(String[] args) {
    return BOUND.get() != null;
  }

  @Override
  public World attach(String[] args) {
    World world = BOUND.get();
    if (world == null) {
      throw new CommException("thread %s is no rank".formatted(Thread.currentThread().getName()));
    }
    return world;
  }
}
