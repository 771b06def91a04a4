package io.jromio.dfs.client;

import io.jromio.dfs.client.Batch.Weight;
import io.jromio.dfs.object.AkeyFetch;
import io.jromio.dfs.object.Der;
import io.jromio.dfs.object.DkeyFetch;
import io.jromio.dfs.object.Fetched;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectLayout;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Fetches from all targets at once, compares checksums, asks once more where they differ. */
final class Reads {
  private final Calls calls;
  private final Staging staging;
  private final Integrity integrity;
  private final LongAdder retries;

  /**
   * @param retries counts fetches that were sent again
   */
  Reads(Calls calls, Staging staging, Integrity integrity, LongAdder retries) {
    this.calls = calls;
    this.staging = staging;
    this.integrity = integrity;
    this.retries = retries;
  }

  List<Fetched> fetch(UUID handle, ObjectLayout layout, List<DkeyFetch> fetches)
      throws StoreException {
    int[] targets = new int[fetches.size()];
    Weight[] weights = new Weight[fetches.size()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = layout.target(fetches.get(i).dkey());
      weights[i] = Weight.of(fetches.get(i));
    }
    @Nullable Fetched[] answers = new Fetched[targets.length];
    try (Flight flight = new Flight(calls)) {
      for (Batch batch : Batch.plan(targets, weights)) {
        if (!flight.hasRoom(batch.weight().bytes())) {
          break;
        }
        Staging.Lease lease = staging.lease(batch.weight().staged());
        List<DkeyFetch> chosen = usable(fetches, batch.positions(), lease);
        Request.Fetch request = new Request.Fetch(handle, batch.target(), layout.object(), chosen);
        flight.launch(
            request,
            lease,
            batch.weight().bytes(),
            reply -> {
              List<Fetched> fetched = verified(request, reply);
              for (int i = 0; i < fetched.size(); i++) {
                int position = batch.positions()[i];
                copyBack(chosen.get(i), fetches.get(position), fetched.get(i));
                answers[position] = fetched.get(i);
              }
            });
      }
      flight.land();
    }
    return List.of(Arrays.copyOf(answers, answers.length, Fetched[].class));
  }

  /** The answers, once they are what was written; asks once more if they are not. */
  private List<Fetched> verified(Request.Fetch request, CompletableFuture<Reply> first)
      throws StoreException {
    try {
      return checked(request, calls.await(first));
    } catch (StoreException e) {
      if (e.der() != Der.CSUM) {
        throw e;
      }
      retries.increment();
      return checked(request, calls.await(calls.send(request)));
    }
  }

  private List<Fetched> checked(Request.Fetch request, Reply reply) throws StoreException {
    Reply.Fetches fetches = calls.as(reply, Reply.Fetches.class);
    fetches.arrival().land();
    ObjectId object = request.object();
    boolean fits = fetches.fetched().size() == request.fetches().size();
    for (int i = 0; fits && i < request.fetches().size(); i++) {
      fits = fetches.fetched().get(i).akeys().size() == request.fetches().get(i).akeys().size();
    }
    if (!fits) {
      throw new StoreException(
          Der.PROTO,
          "answers of another fetch: dkeys=%d answers=%d object=%s"
              .formatted(request.fetches().size(), fetches.fetched().size(), object));
    }
    integrity.check(object, request.fetches(), fetches);
    return fetches.fetched();
  }

  private static List<DkeyFetch> usable(
      List<DkeyFetch> fetches, int[] positions, Staging.Lease lease) {
    List<DkeyFetch> usable = new ArrayList<>(positions.length);
    try {
      for (int position : positions) {
        usable.add(usable(fetches.get(position), lease));
      }
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
    return usable;
  }

  private static DkeyFetch usable(DkeyFetch fetch, Staging.Lease lease) {
    List<AkeyFetch> akeys = new ArrayList<>(fetch.akeys().size());
    for (AkeyFetch akey : fetch.akeys()) {
      akeys.add(
          akey instanceof AkeyFetch.Read read
              ? new AkeyFetch.Read(read.akey(), lease.target(read.ranges()))
              : akey);
    }
    return new DkeyFetch(fetch.dkey(), fetch.condition(), akeys);
  }

  private static void copyBack(DkeyFetch staged, DkeyFetch wanted, Fetched fetched) {
    for (int i = 0; i < wanted.akeys().size(); i++) {
      if (wanted.akeys().get(i) instanceof AkeyFetch.Read read
          && Staging.isStaged(read.ranges())
          && staged.akeys().get(i) instanceof AkeyFetch.Read through
          && fetched.akeys().get(i) instanceof Fetched.Array array) {
        Staging.Lease.copyBack(through.ranges(), read.ranges(), array.end());
      }
    }
  }
}
