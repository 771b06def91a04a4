package io.jromio.comm;

/**
 * A way to carry messages between the ranks of a job. Found by {@link java.util.ServiceLoader};
 * {@link Comms#attach} asks each in descending {@link #precedence()} whether its launcher started
 * this process.
 */
public interface CommProvider {

  /** The short name, as {@link World#provider()} reports it. */
  String name();

  /** Higher asks first; {@code self} is 0 and takes whatever is left. */
  int precedence();

  /**
   * Whether this provider's launcher started the calling thread's rank. Must not change anything.
   *
   * @param args the arguments of {@code main}
   */
  boolean started(String[] args);

  /**
   * Joins the job.
   *
   * @throws CommException if the job cannot be joined
   */
  World attach(String[] args);
}
