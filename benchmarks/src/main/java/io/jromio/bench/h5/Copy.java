package io.jromio.bench.h5;

import io.jromio.bench.console.Progress;
import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.FillSpec;
import io.jromio.h5vol.model.FilterSpec;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import io.jromio.h5vol.model.ObjectToken;
import io.jromio.h5vol.model.StorageLayout;
import io.jromio.h5vol.vol.VolCapability;
import io.jromio.h5vol.vol.VolDataset;
import io.jromio.h5vol.vol.VolFile;
import io.jromio.h5vol.vol.VolGroup;
import io.jromio.h5vol.vol.VolObject;
import io.jromio.h5vol.vol.VolType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies objects from one file to another, of the same connector or not: first all that has a name,
 * then elements and attributes, for only then is known what references lead to. An object with
 * several names stays one object. What the target cannot store is left out with a notice, but for
 * elements.
 */
final class Copy {
  /** An object and its copy. */
  private record Pair(VolObject from, VolObject to) {}

  /** A dataset whose type has a name that was not met yet. */
  private record Waiting(VolDataset from, VolGroup to, String name) {}

  private final VolFile target;
  private final Progress progress;
  private final Map<ObjectToken, ObjectToken> tokens = new HashMap<>();
  private final List<Pair> copies = new ArrayList<>();
  private final List<Waiting> waiting = new ArrayList<>();
  private final References references = new References(tokens);
  private long groups;
  private long datasets;
  private long types;
  private long links;

  Copy(VolFile target, Progress progress) {
    this.target = target;
    this.progress = progress;
  }

  /** All that is in a group, and its attributes, into another group. */
  void contents(VolGroup from, VolGroup to) throws H5Exception {
    names(from, to);
    waited();
    values();
  }

  /** One object with all below it, under a new name. */
  void object(VolObject from, VolGroup to, String name) throws H5Exception {
    create(from, to, name);
    waited();
    values();
  }

  /** What was copied, for people. */
  String summary() {
    return "%d groups, %d datasets, %d types, %d links".formatted(groups, datasets, types, links);
  }

  private boolean can(VolCapability capability) {
    return target.capabilities().contains(capability);
  }

  private void names(VolGroup from, VolGroup to) throws H5Exception {
    remember(from, to);
    for (Link link : from.list()) {
      if (link.target() instanceof LinkTarget.Hard hard) {
        create(from.file().object(hard.token()), to, link.name());
      } else {
        link(link, to);
      }
    }
  }

  /** All types that have names are there now. */
  private void waited() throws H5Exception {
    List<Waiting> late = List.copyOf(waiting);
    waiting.clear();
    for (Waiting dataset : late) {
      if (tokens.containsKey(dataset.from().token())) {
        create(dataset.from(), dataset.to(), dataset.name());
      } else {
        if (copied(dataset.from()) == null) {
          progress.say("stored without the name of its type: name=" + dataset.name());
        }
        remember(dataset.from(), dataset(dataset.from(), dataset.to(), dataset.name()));
        datasets++;
      }
    }
  }

  /** The copy of the named type of a dataset; null if there is none. */
  private @Nullable VolType copied(VolDataset dataset) throws H5Exception {
    ObjectToken there = dataset.namedType().map(tokens::get).orElse(null);
    return there != null && target.object(there) instanceof VolType type ? type : null;
  }

  private void remember(VolObject from, VolObject to) {
    tokens.put(from.token(), to.token());
    copies.add(new Pair(from, to));
    progress.thing();
  }

  private void link(Link link, VolGroup to) throws H5Exception {
    VolCapability needed =
        link.target() instanceof LinkTarget.Soft
            ? VolCapability.SOFT_LINKS
            : VolCapability.EXTERNAL_LINKS;
    if (can(needed)) {
      to.createLink(link.name(), link.target());
      links++;
    } else {
      progress.say("left out, no %s: name=%s".formatted(needed, link.name()));
    }
  }

  private void create(VolObject from, VolGroup to, String name) throws H5Exception {
    ObjectToken there = tokens.get(from.token());
    if (there != null) {
      if (can(VolCapability.HARD_LINKS)) {
        to.createLink(name, new LinkTarget.Hard(there));
        links++;
      } else {
        progress.say("left out, no %s: name=%s".formatted(VolCapability.HARD_LINKS, name));
      }
      return;
    }
    switch (from) {
      case VolGroup group -> {
        names(group, to.createGroup(name));
        groups++;
      }
      case VolDataset dataset
          when can(VolCapability.STORED_DATATYPES)
              && dataset.namedType().isPresent()
              && copied(dataset) == null ->
          waiting.add(new Waiting(dataset, to, name));
      case VolDataset dataset -> {
        remember(dataset, dataset(dataset, to, name));
        datasets++;
      }
      case VolType type -> {
        if (can(VolCapability.STORED_DATATYPES)) {
          remember(type, to.createType(name, type.type()));
          types++;
        } else {
          progress.say("left out, no %s: name=%s".formatted(VolCapability.STORED_DATATYPES, name));
        }
      }
      default -> throw new H5Exception(H5Error.UNSUPPORTED, "object=" + from);
    }
  }

  private VolDataset dataset(VolDataset from, VolGroup to, String name) throws H5Exception {
    DatasetCreation old = from.creation();
    if (old.layout() instanceof StorageLayout.Foreign foreign) {
      throw new H5Exception(
          H5Error.UNSUPPORTED,
          "storage=%s name=%s file=%s".formatted(foreign.what(), name, from.file().name()));
    }
    FillSpec fill =
        new FillSpec(old.fill().value(), old.fill().time(), FillSpec.Allocation.DEFAULT);
    if (!can(VolCapability.FILL_VALUES)) {
      fill = FillSpec.NONE;
    }
    StorageLayout layout = old.layout();
    if (layout instanceof StorageLayout.Compact && !can(VolCapability.COMPACT_LAYOUT)) {
      layout = new StorageLayout.Contiguous();
    }
    List<FilterSpec> filters = old.filters();
    if (!filters.isEmpty() && can(VolCapability.FILTERS)) {
      try {
        DatasetCreation wanted =
            new DatasetCreation(old.type(), old.space(), layout, filters, fill);
        return made(from, to, name, wanted);
      } catch (H5Exception e) {
        if (e.error() != H5Error.UNSUPPORTED) {
          throw e;
        }
      }
    }
    if (!filters.isEmpty()) {
      progress.say("stored without filters: name=%s filters=%s".formatted(name, ids(filters)));
    }
    DatasetCreation plain = new DatasetCreation(old.type(), old.space(), layout, List.of(), fill);
    return made(from, to, name, plain);
  }

  private VolDataset made(VolDataset from, VolGroup to, String name, DatasetCreation wanted)
      throws H5Exception {
    VolType type = copied(from);
    if (type != null) {
      try {
        return to.createDataset(name, wanted, type);
      } catch (H5Exception e) {
        if (e.error() != H5Error.UNSUPPORTED) {
          throw e;
        }
      }
    }
    VolDataset plain = to.createDataset(name, wanted);
    if (type != null) {
      progress.say("stored without the name of its type: name=" + name);
    }
    return plain;
  }

  private static String ids(List<FilterSpec> filters) {
    StringBuilder ids = new StringBuilder();
    for (FilterSpec filter : filters) {
      ids.append(ids.isEmpty() ? "" : ",").append(filter.id());
    }
    return ids.toString();
  }

  private void values() throws H5Exception {
    for (Pair copy : copies) {
      VolObject from = copy.from();
      VolObject to = copy.to();
      if (from instanceof VolDataset source && to instanceof VolDataset made) {
        new DatasetCopy(source, made, references, progress).copy();
      }
      for (String name : from.attributes()) {
        AttributeValue value =
            from.attribute(name)
                .orElseThrow(() -> new H5Exception(H5Error.NOT_FOUND, "attribute=" + name));
        to.putAttribute(
            new AttributeValue(name, value.space(), references.translate(value.elements())));
      }
    }
    if (references.lost() > 0) {
      progress.say(
          "references to what is not copied are null now: count=%d".formatted(references.lost()));
    }
  }
}
