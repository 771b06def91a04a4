package io.jromio.bench.daos;

import io.jromio.dfs.Creation;
import io.jromio.dfs.DfsAttributes;
import io.jromio.dfs.object.ObjectClass;
import io.jromio.dfs.object.ObjectId;
import io.jromio.dfs.object.ObjectIds;
import io.jromio.dfs.object.ObjectLayout;
import io.jromio.dfs.object.ObjectType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Objects as {@code daos filesystem get-attr} and {@code daos object query} show them.
 *
 * @source DAOS 2.6 src/control/cmd/daos/filesystem.go, src/utils/daos_hdlr.c
 */
final class ObjectText {
  private ObjectText() {}

  /**
   * What new entries of a directory get.
   *
   * @param chunkSize of files; bytes
   */
  record Defaults(String directoryClass, String fileClass, long chunkSize) {

    /** What the directory has of its own, then the container, then the store's choice. */
    static Defaults of(Creation own, DfsAttributes container) {
      ObjectClass forAll = container.objectClass();
      return new Defaults(
          first(
              own.objectClass(),
              container.directoryClass(),
              forAll,
              ObjectIds.automaticClass(ObjectType.MULTI_HASHED)),
          first(
              own.objectClass(),
              container.fileClass(),
              forAll,
              ObjectIds.automaticClass(ObjectType.ARRAY_BYTE)),
          own.chunkSize() != 0 ? own.chunkSize() : container.chunkSize());
    }

    private static String first(@Nullable ObjectClass... classes) {
      for (ObjectClass candidate : classes) {
        if (candidate != null) {
          return candidate.toString();
        }
      }
      throw new IllegalArgumentException("no class at all");
    }
  }

  static Answer file(ObjectId id, long chunkSize) {
    Map<String, Object> json = head(id);
    json.put("chunk_size", chunkSize);
    return new Answer(headText(id) + "Object Chunk Size = %d\n".formatted(chunkSize), json);
  }

  /**
   * A file that leads to a container of its own, as one of HDF5 does.
   *
   * @param link where to: type, pool and container
   */
  static Answer link(ObjectId id, long chunkSize, String link) {
    Answer file = file(id, chunkSize);
    Map<String, Object> json = head(id);
    json.put("chunk_size", chunkSize);
    json.put("link", link);
    return new Answer(file.text() + "Container Link = %s\n".formatted(link), json);
  }

  static Answer directory(ObjectId id, Defaults defaults) {
    String text =
        headText(id)
            + "Directory Creation Object Class = %s\n".formatted(defaults.directoryClass())
            + "File Creation Object Class = %s\n".formatted(defaults.fileClass())
            + "File Creation Chunk Size = %d\n".formatted(defaults.chunkSize());
    Map<String, Object> directory = new LinkedHashMap<>();
    directory.put("dir_oclass", defaults.directoryClass());
    directory.put("file_oclass", defaults.fileClass());
    directory.put("chunk_size", defaults.chunkSize());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("object", head(id));
    json.put("directory", directory);
    return new Answer(text, json);
  }

  private static String headText(ObjectId id) {
    return "OID = %s\nObject Class = %s\n".formatted(id, ObjectClass.of(id));
  }

  private static Map<String, Object> head(ObjectId id) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put("oid", id.toString());
    head.put("oclass", ObjectClass.of(id).toString());
    return head;
  }

  /**
   * Where the shards of an object are.
   *
   * @param version of the pool; rank 0 has all its targets
   */
  static Answer layout(ObjectLayout layout, int version) {
    ObjectId id = layout.object();
    StringBuilder text = new StringBuilder();
    text.append("oid: %s ver %d grp_nr: %d\n".formatted(id, version, layout.groups()));
    List<Object> shards = new ArrayList<>();
    for (int group = 0; group < layout.groups(); group++) {
      text.append("grp: %d\n".formatted(group));
      List<Object> replicas = new ArrayList<>();
      for (int replica = 0; replica < layout.groupSize(); replica++) {
        int target = layout.target(group, replica);
        text.append("replica %d 0:%d\n".formatted(replica, target));
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("rank", 0);
        place.put("target", target);
        replicas.add(place);
      }
      shards.add(Map.of("replicas", replicas));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("oid", id.toString());
    json.put("version", version);
    json.put("class", ObjectClass.of(id).toString());
    json.put("shards", shards);
    return new Answer(text.toString(), json);
  }
}
