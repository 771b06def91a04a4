package io.jromio.h5vol.vol;

import io.jromio.h5vol.model.DatasetCreation;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import io.jromio.h5vol.model.LinkTarget;
import java.util.List;
import java.util.Optional;

/**
 * A group of an open file. Names are single components: no slash, not empty, not {@code .}; paths
 * are walked above. What creates throws {@link H5Error#EXISTS} if the name is taken.
 */
public interface VolGroup extends VolObject {

  /** In the order of creation, else in that of the alphabet. */
  List<Link> list() throws H5Exception;

  Optional<Link> link(String name) throws H5Exception;

  VolGroup createGroup(String name) throws H5Exception;

  /**
   * @throws H5Exception {@link H5Error#UNSUPPORTED} for what connector or format cannot store
   */
  VolDataset createDataset(String name, DatasetCreation creation) throws H5Exception;

  /**
   * As {@link #createDataset(String, DatasetCreation)}, of elements that are of a named type of the
   * same file.
   *
   * @throws H5Exception {@link H5Error#UNSUPPORTED} too if datasets have types of their own only;
   *     {@link H5Error#ARG} if it is another type than that of {@code creation}
   */
  default VolDataset createDataset(String name, DatasetCreation creation, VolType named)
      throws H5Exception {
    throw new H5Exception(
        H5Error.UNSUPPORTED,
        "datasets have types of their own: name=%s (file %s)".formatted(name, file().name()));
  }

  /** Stores a type of its own. */
  VolType createType(String name, H5Type type) throws H5Exception;

  void createLink(String name, LinkTarget target) throws H5Exception;

  /**
   * Removes a link, and with the last hard link the object.
   *
   * @throws H5Exception {@link H5Error#NOT_FOUND}
   */
  void deleteLink(String name) throws H5Exception;

  /** Moves a link to another name, another group of the file or both. */
  void moveLink(String name, VolGroup to, String newName) throws H5Exception;
}
