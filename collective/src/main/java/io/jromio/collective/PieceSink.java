package io.jromio.collective;

/** Is shown the pieces of an access list, in file order. */
interface PieceSink {

  /**
   * Takes {@code blocks} pieces of {@code length} bytes each.
   *
   * @param offset where the first lies in the file
   * @param stride from one to the next in the file; means nothing for a single piece
   * @param dataOffset where the data of the first begins in the request's data stream; that of the
   *     others follows without gap
   */
  void pieces(long offset, long length, long stride, long blocks, long dataOffset);
}
