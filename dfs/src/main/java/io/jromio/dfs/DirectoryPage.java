package io.jromio.dfs;

import io.jromio.dfs.object.Anchor;
import java.util.List;

/** Some names of a directory, and where the reading goes on. */
public record DirectoryPage(List<String> names, Anchor next) {
  public DirectoryPage {
    names = List.copyOf(names);
  }
}
