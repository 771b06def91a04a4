package io.jromio.h5vol.vol;

import io.jromio.h5vol.model.AttributeValue;
import io.jromio.h5vol.model.H5Error;
import io.jromio.h5vol.model.H5Exception;
import io.jromio.h5vol.model.ObjectKind;
import io.jromio.h5vol.model.ObjectToken;
import java.util.List;
import java.util.Optional;

/** A group, dataset or named type of an open file, with its attributes. */
public interface VolObject {

  /** Local. */
  VolFile file();

  /** Local. */
  ObjectKind kind();

  /** Local. */
  ObjectToken token();

  /** Hard links to it. */
  long links() throws H5Exception;

  /** Names in the order of creation, else in that of the alphabet. */
  List<String> attributes() throws H5Exception;

  /** An attribute, its elements in the type that is stored. */
  Optional<AttributeValue> attribute(String name) throws H5Exception;

  /** Creates an attribute, or replaces it with all it was. */
  void putAttribute(AttributeValue value) throws H5Exception;

  /**
   * @throws H5Exception {@link H5Error#NOT_FOUND}, {@link H5Error#EXISTS}
   */
  void renameAttribute(String name, String newName) throws H5Exception;

  /**
   * @throws H5Exception {@link H5Error#NOT_FOUND}
   */
  void deleteAttribute(String name) throws H5Exception;
}
