package io.jromio.h5vol;

import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.H5Type;
import io.jromio.h5vol.model.Link;
import java.util.List;

/**
 * A group of an open file; the file itself is its root group. All calls are collective.
 *
 * <p>Paths have components between slashes: absolute with a slash in front, else from this group;
 * {@code .} is the group itself, {@code ..} is a name like any other. Soft links are followed, and
 * external links into files that are opened for reading when they are needed; not so the last
 * component where the link itself is meant ({@link #delete}, {@link #move}, and what creates a
 * link). More than {@value PathWalk#MAX_LINKS} links on one path are {@link H5Error#NOT_FOUND}.
 *
 * <p>What creates something also creates the groups on the way to it, and throws {@link
 * H5Error#EXISTS} if the name is taken. What opens throws {@link H5Error#NOT_FOUND} if there is no
 * such path, and {@link H5Error#ARG} if there is another kind of object.
 */
public sealed interface H5Group extends H5Object permits H5File, GroupNode {

  /** Opens a group, or creates it if it is not there and the file is open for writing. */
  H5Group group(String path) throws H5Exception;

  /** Begins to describe a dataset; local up to {@link DatasetSpec#create}. */
  DatasetSpec newDataset(String path);

  H5Dataset dataset(String path) throws H5Exception;

  /** Opens whatever is there. */
  H5Object object(String path) throws H5Exception;

  /** Whether the path leads to an object; not where a soft or external link leads nowhere. */
  boolean exists(String path) throws H5Exception;

  /** In the order of creation, else in that of the alphabet. */
  List<Link> links() throws H5Exception;

  /** One more hard link to an object of the same file. */
  void link(String path, H5Object object) throws H5Exception;

  /**
   * @param target an absolute path, or one from the group that the link is in; need not exist
   */
  void softLink(String path, String target) throws H5Exception;

  /**
   * @param file absolute, or from the folder of this file; need not exist
   * @param target a path in that file
   */
  void externalLink(String path, String file, String target) throws H5Exception;

  /** Removes a link, and with the last hard link the object. */
  void delete(String path) throws H5Exception;

  /** Moves a link; the object stays what it is. */
  void move(String path, String newPath) throws H5Exception;

  /** Stores a type of its own. */
  H5NamedType commit(String path, H5Type type) throws H5Exception;
}
