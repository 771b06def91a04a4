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
