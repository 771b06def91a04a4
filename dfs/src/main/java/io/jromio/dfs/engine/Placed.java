package io.jromio.dfs.engine;

import java.util.List;

/** The bytes of one write or value, in their places; no index points to them yet. */
record Placed(List<Extent> extents) {}
