package io.jromio.mpiio;

import io.jromio.comm.CommException;
import io.jromio.comm.Communicator;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * The private communicators of the files that are opened over one communicator of the user. One
 * that a closed file has left serves the next, together with what collective calls have set up over
 * it; so opening costs a broadcast where it would cost a new communicator.
 *
 * <p>The user may close files on several threads and in a different order on each rank. So rank 0
 * picks, among those that are idle there; elsewhere that one is idle already, or its file is just
 * being closed.
 */
final class FileRanks implements AutoCloseable {
  /** What rank 0 picks when it has none. */
  private static final int NEW = -1;

  private final Map<Integer, Place> places = new HashMap<>();
  private int made;
  private boolean closed;

  /** One communicator of the pool. */
  private static final class Place {
    private final Communicator comm;
    private boolean idle;

    Place(Communicator comm) {
      this.comm = comm;
    }
  }

  /**
   * A file's own ranks.
   *
   * @param told what rank 0 had to tell
   */
  record Taken(FileRanks pool, int number, Communicator comm, byte[] told) {

    /** Local: the file is closed on all ranks alike, and its traffic is over. */
    void giveBack() {
      pool.giveBack(number);
    }

    /** Local: nobody knows what is still under way. */
    void discard() {
      pool.discard(number);
    }
  }

  private FileRanks() {}

  /**
   * Collective over the user's communicator.
   *
   * @param tells what rank 0 has to tell the others; theirs does not matter
   */
  static Taken take(Communicator user, byte[] tells) {
    FileRanks pool = user.kept(FileRanks.class, FileRanks::new);
    byte[] offer = new byte[0];
    if (user.rank() == 0) {
      offer =
          ByteBuffer.allocate(Integer.BYTES + tells.length).putInt(pool.pick()).put(tells).array();
    }
    ByteBuffer heard = ByteBuffer.wrap(user.bcast(offer, 0));
    int picked = heard.getInt();
    byte[] told = new byte[heard.remaining()];
    heard.get(told);
    int number = picked == NEW ? pool.add(user.dup()) : picked;
    return new Taken(pool, number, pool.use(number), told);
  }

  private synchronized int pick() {
    int first = NEW;
    for (Map.Entry<Integer, Place> place : places.entrySet()) {
      if (place.getValue().idle && (first == NEW || place.getKey() < first)) {
        first = place.getKey();
      }
    }
    return first;
  }

  /** New ones are made in the order of opens, so they have the same numbers on all ranks. */
  private synchronized int add(Communicator comm) {
    Place place = new Place(comm);
    place.idle = true;
    places.put(made, place);
    return made++;
  }

  private synchronized Communicator use(int number) {
    while (true) {
      Place place = places.get(number);
      if (place == null) {
        throw new CommException("ranks of a file are gone here: number=%d".formatted(number));
      }
      if (place.idle) {
        place.idle = false;
        return place.comm;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommException("interrupted while another file was being closed", e);
      }
    }
  }

  private synchronized void giveBack(int number) {
    if (closed) {
      discard(number);
      return;
    }
    Place place = places.get(number);
    if (place != null) {
      place.idle = true;
      notifyAll();
    }
  }

  private synchronized void discard(int number) {
    Place place = places.remove(number);
    notifyAll();
    if (place != null) {
      place.comm.close();
    }
  }

  /** The user's communicator is closed; files that are still open keep theirs until they are. */
  @Override
  public synchronized void close() {
    closed = true;
    for (Integer number : places.keySet().toArray(Integer[]::new)) {
      Place place = places.get(number);
      if (place != null && place.idle) {
        discard(number);
      }
    }
  }
}
