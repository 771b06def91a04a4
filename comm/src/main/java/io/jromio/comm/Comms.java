package io.jromio.comm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Finds out which launcher started this rank, and joins its job.
 *
 * <p>Providers are asked by descending precedence: {@code threads} (the calling thread belongs to
 * {@link RankThreads}), {@code local} (our launcher has set {@code JROMIO_RANK}), those found by
 * {@link ServiceLoader}, and last {@code self}, a job of one rank.
 */
public final class Comms {
  private Comms() {}

  /**
   * Joins the job of the launcher that started this rank. To be called once in a rank, except under
   * {@link RankThreads}, where every call gives the calling rank's one world.
   *
   * @param args the arguments of {@code main}; {@link World#args} has them without the launcher's
   * @throws CommException if there is a launcher, but its job cannot be joined
   */
  public static World attach(String[] args) {
    for (CommProvider provider : providers()) {
      if (provider.started(args)) {
        return provider.attach(args);
      }
    }
    throw new CommException("no provider takes this process: " + providers());
  }

  /**
   * Makes a world of a provider's transport.
   *
   * @param provider the provider's {@link CommProvider#name}
   * @param args the program's own arguments
   */
  public static World world(Transport transport, String provider, String[] args) {
    return new MessageWorld(transport, provider, args);
  }

  private static List<CommProvider> providers() {
    List<CommProvider> providers = new ArrayList<>();
    providers.add(new ThreadsProvider());
    providers.add(new LocalProvider(System.getenv()));
    providers.add(new SelfProvider());
    // Not the context class loader: a launcher may give each rank a class loader of its own.
    ServiceLoader.load(CommProvider.class, CommProvider.class.getClassLoader())
        .forEach(providers::add);
    providers.sort(Comparator.comparingInt(CommProvider::precedence).reversed());
    return providers;
  }
}
