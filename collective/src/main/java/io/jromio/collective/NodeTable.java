package io.jromio.collective;

/**
 * What leaders and aggregators know of all nodes in one call: who leads each, and its range of the
 * file.
 *
 * @param leaders among all ranks
 * @param starts the first byte that a node touches
 * @param ends one past its last byte; not above the start if it touches nothing
 */
@SuppressWarnings("ArrayRecordComponent")
record NodeTable(long[] leaders, long[] starts, long[] ends) {

  /**
   * Collective on each node: the leader, who knows, tells those aggregators that are here.
   *
   * @param ofNodes the sums over each node, on the leader
   * @return empty on ranks that neither lead nor aggregate
   */
  static NodeTable known(RankNodes nodes, CallSummary[] ofNodes, AggregatorList aggregators) {
    int count = nodes.count();
    long[] values = new long[3 * count];
    for (int node = 0; node < ofNodes.length; node++) {
      values[node] = ofNodes[node].first();
      values[count + node] = ofNodes[node].start();
      values[2 * count + node] = ofNodes[node].end();
    }
    long[] handed = nodes.hand(values, aggregators);
    int known = handed.length / 3;
    long[][] columns = new long[3][known];
    for (int column = 0; column < 3; column++) {
      System.arraycopy(handed, column * known, columns[column], 0, known);
    }
    return new NodeTable(columns[0], columns[1], columns[2]);
  }

  long start(int node) {
    return starts[node];
  }

  long end(int node) {
    return ends[node];
  }
}
