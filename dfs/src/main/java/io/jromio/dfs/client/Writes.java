package io.jromio.dfs.client;

import io.jromio.dfs.client.Batch.Weight;
import io.jromio.dfs.object.AkeyUpdate;
import io.jromio.dfs.object.ByteRanges;
import io.jromio.dfs.object.ContainerSpec;
import io.jromio.dfs.object.DkeyUpdate;
import io.jromio.dfs.object.ObjectChange;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectLayout;
import io.jromio.dfs.object.StoreException;
import io.jromio.dfs.wire.Reply;
import io.jromio.dfs.wire.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Sends changes: to all targets at once, or as one transaction. */
final class Writes {
  private final Calls calls;
  private final Staging staging;
  private final Integrity integrity;

  Writes(Calls calls, Staging staging, Integrity integrity) {
    this.calls = calls;
    this.staging = staging;
    this.integrity = integrity;
  }

  /** Changes dkeys of one object; returns the highest epoch. */
  long update(UUID handle, ObjectLayout layout, List<DkeyUpdate> updates) throws StoreException {
    int[] targets = new int[updates.size()];
    Weight[] weights = new Weight[updates.size()];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = layout.target(updates.get(i).dkey());
      weights[i] = Weight.of(updates.get(i));
    }
    ObjectId object = layout.object();
    long[] highest = new long[1];
    try (Flight flight = new Flight(calls)) {
      for (Batch batch : Batch.plan(targets, weights)) {
        if (!flight.hasRoom(batch.weight().bytes())) {
          break;
        }
        Staging.Lease lease = staging.lease(batch.weight().staged());
        List<DkeyUpdate> chosen = new ArrayList<>(batch.positions().length);
        for (int position : batch.positions()) {
          chosen.add(updates.get(position));
        }
        chosen = usable(chosen, lease);
        Request request =
            new Request.Update(handle, batch.target(), object, chosen, integrity.sums(chosen));
        flight.launch(
            request,
            lease,
            batch.weight().bytes(),
            reply -> highest[0] = later(highest[0], epoch(reply)));
      }
      flight.land();
    }
    return highest[0];
  }

  /** Carries out all changes or none; returns the epoch. */
  long commit(UUID handle, Layouts layouts, List<ObjectChange> changes) throws StoreException {
    List<ObjectChange> expanded = new ArrayList<>(changes.size());
    List<Integer> targets = new ArrayList<>(changes.size());
    List<DkeyUpdate> updates = new ArrayList<>();
    Weight weight = Weight.NONE;
    for (ObjectChange change : changes) {
      ObjectLayout layout = layouts.of(change.object());
      switch (change) {
        case ObjectChange.Update(ObjectId object, DkeyUpdate update) -> {
          weight = weight.plus(Weight.of(update)).checked(object);
          updates.add(update);
          targets.add(layout.target(update.dkey()));
          expanded.add(change);
        }
        case ObjectChange.ExpectBytes expected -> {
          targets.add(layout.target(expected.dkey()));
          expanded.add(change);
        }
        case ObjectChange.PunchObject _, ObjectChange.ExpectEmpty _ -> {
          for (int target : layout.distinctTargets()) {
            targets.add(target);
            expanded.add(change);
          }
        }
      }
    }
    int[] places = new int[targets.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = targets.get(i);
    }
    try (Flight flight = new Flight(calls)) {
      Staging.Lease lease = staging.lease(weight.staged());
      List<DkeyUpdate> usable = usable(updates, lease);
      replace(expanded, usable);
      long[] epoch = new long[1];
      flight.launch(
          new Request.Commit(handle, expanded, places, integrity.sums(usable)),
          lease,
          weight.bytes(),
          reply -> epoch[0] = epoch(reply));
      flight.land();
      return epoch[0];
    }
  }

  /** Makes a container with its first contents. */
  Reply create(String pool, ContainerSpec spec, Layouts layouts) throws StoreException {
    List<DkeyUpdate> updates = new ArrayList<>();
    int[] targets = new int[spec.contents().size()];
    Weight weight = Weight.NONE;
    for (int i = 0; i < targets.length; i++) {
      ObjectChange.Update change = spec.contents().get(i);
      targets[i] = layouts.of(change.object()).target(change.update().dkey());
      weight = weight.plus(Weight.of(change.update())).checked(change.object());
      updates.add(change.update());
    }
    Staging.Lease lease = staging.lease(weight.staged());
    List<DkeyUpdate> usable = usable(updates, lease);
    try (lease) {
      List<ObjectChange.Update> placed = new ArrayList<>(targets.length);
      for (int i = 0; i < targets.length; i++) {
        placed.add(new ObjectChange.Update(spec.contents().get(i).object(), usable.get(i)));
      }
      return calls.await(
          calls.send(
              new Request.CreateContainer(
                  pool,
                  new ContainerSpec(spec.label(), spec.properties(), placed),
                  targets,
                  integrity.sums(usable))));
    }
  }

  private static void replace(List<ObjectChange> changes, List<DkeyUpdate> usable) {
    int next = 0;
    for (int i = 0; i < changes.size(); i++) {
      if (changes.get(i) instanceof ObjectChange.Update update) {
        changes.set(i, new ObjectChange.Update(update.object(), usable.get(next++)));
      }
    }
  }

  private static List<DkeyUpdate> usable(List<DkeyUpdate> updates, Staging.Lease lease) {
    List<DkeyUpdate> usable = new ArrayList<>(updates.size());
    try {
      for (DkeyUpdate update : updates) {
        usable.add(usable(update, lease));
      }
    } catch (RuntimeException e) {
      lease.close();
      throw e;
    }
    return usable;
  }

  private static DkeyUpdate usable(DkeyUpdate update, Staging.Lease lease) {
    List<AkeyUpdate> akeys = new ArrayList<>(update.akeys().size());
    for (AkeyUpdate akey : update.akeys()) {
      if (akey instanceof AkeyUpdate.Write write) {
        ByteRanges ranges = lease.source(write.ranges());
        akeys.add(new AkeyUpdate.Write(write.akey(), write.condition(), ranges));
      } else {
        akeys.add(akey);
      }
    }
    return new DkeyUpdate(update.dkey(), update.condition(), update.punched(), akeys);
  }

  private long epoch(CompletableFuture<Reply> reply) throws StoreException {
    return calls.as(calls.await(reply), Reply.Done.class).epoch();
  }

  static long later(long one, long other) {
    return Long.compareUnsigned(one, other) > 0 ? one : other;
  }
}
