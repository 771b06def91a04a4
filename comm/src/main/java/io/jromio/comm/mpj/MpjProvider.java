package io.jromio.comm.mpj;

import io.jromio.comm.CommProvider;
import io.jromio.comm.Comms;
import io.jromio.comm.World;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Ranks of MPJ Express, started by its {@code mpjrun} or by our launcher. Known by the three
 * arguments that MPJ puts before the program's own: the rank, the number of ranks or a list of
 * settings, the device.
 *
 * @source MPJ Express 0.44, as it starts ranks
 */
public final class MpjProvider implements CommProvider {
  private static final int MPJ_ARGS = 3;
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern SIZE_OR_SETTINGS = Pattern.compile("\\d+|#.*");
  private static final Pattern DEVICE = Pattern.compile("[a-z]+dev");
  private static final String MULTICORE = "smpdev";

  /** The device copies through memory: large messages are cheapest while they fit the cache. */
  private static final int MULTICORE_CHUNK = (1 << 20) - 1024;

  /** Below MPJ's limit of 128 KiB for messages that go without a handshake. */
  private static final int CLUSTER_CHUNK = 120 * 1024;

  /** For the service loader. */
  public MpjProvider() {}

  @Override
  public String name() {
    return "mpj";
  }

  @Override
  public int precedence() {
    return 20;
  }

  @Override
  public boolean started(String[] args) {
    return args.length >= MPJ_ARGS
        && NUMBER.matcher(args[0]).matches()
        && SIZE_OR_SETTINGS.matcher(args[1]).matches()
        && DEVICE.matcher(args[2]).matches()
        && MpjBinding.isPresent();
  }

  @Override
  public World attach(String[] args) {
    MpjBinding mpj = MpjBinding.load();
    boolean initialized = mpj.isInitialized();
    Set<Thread> before = MpjExit.threads();
    String[] own = initialized ? Arrays.copyOfRange(args, MPJ_ARGS, args.length) : mpj.init(args);
    boolean multicore = args[2].equals(MULTICORE);
    MpjTransport transport =
        new MpjTransport(
            mpj.messages(),
            multicore ? MULTICORE_CHUNK : CLUSTER_CHUNK,
            MpjNotice.find(System.getenv()));
    if (!initialized && !multicore) {
      Set<Thread> ofMpj = MpjExit.threads();
      ofMpj.removeAll(before);
      MpjExit.watch(transport, ofMpj);
    }
    return Comms.world(transport, name(), own);
  }
}
