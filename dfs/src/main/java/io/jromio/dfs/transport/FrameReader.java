package io.jromio.dfs.transport;

import io.jromio.dfs.wire.FrameException;
import io.jromio.dfs.wire.FrameHeader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what comes in into frames. Heads grow with the bytes that have come, whatever their header
 * promises. While {@link #isPaused} no further frame is begun and nothing is read from the socket.
 */
abstract class FrameReader extends ChannelInboundHandlerAdapter {
  private static final int FIRST_LENGTH = 4096;

  private final ArrayDeque<ByteBuf> unread = new ArrayDeque<>();
  private byte[] frame = new byte[FrameHeader.LENGTH];
  private int filled;
  private @Nullable FrameHeader header;
  private @Nullable FrameSink sink;
  private long bulkLeft;
  private boolean broken;

  /** Longest head that may come now. */
  abstract int maxHead();

  /** A header and its head are there; returns where the bulk goes. */
  abstract FrameSink onHead(FrameHeader header, byte[] frame) throws FrameException;

  abstract boolean isPaused();

  /** What came was no frame; the connection is to be closed. */
  abstract void onBroken(ChannelHandlerContext ctx, FrameException e);

  @Override
  public final void channelRead(ChannelHandlerContext ctx, Object message) {
    if (broken) {
      ReferenceCountUtil.release(message);
      return;
    }
    unread.add((ByteBuf) message);
    readOn(ctx);
  }

  /** Goes on after a pause, or after new bytes. */
  final void readOn(ChannelHandlerContext ctx) {
    try {
      while (!unread.isEmpty() && !isStopped()) {
        ByteBuf bytes = unread.element();
        while (bytes.isReadable() && !isStopped()) {
          step(bytes);
        }
        if (!bytes.isReadable()) {
          unread.remove().release();
        }
      }
      ctx.channel().config().setAutoRead(!isStopped());
    } catch (FrameException | RuntimeException e) {
      broken = true;
      drop();
      onBroken(ctx, e instanceof FrameException f ? f : new FrameException("frame refused", e));
    }
  }

  private boolean isStopped() {
    return header == null && filled == 0 && isPaused();
  }

  private void step(ByteBuf bytes) throws FrameException {
    FrameSink into = sink;
    if (into != null) {
      readBulk(bytes, into);
      return;
    }
    FrameHeader found = header;
    int wanted = FrameHeader.LENGTH + (found == null ? 0 : found.headLength());
    int now = Math.min(bytes.readableBytes(), wanted - filled);
    if (filled + now > frame.length) {
      int length = Math.min(wanted, Math.max(2 * frame.length, filled + now));
      frame = Arrays.copyOf(frame, length);
    }
    bytes.readBytes(frame, filled, now);
    filled += now;
    if (filled < wanted) {
      return;
    }
    if (found == null) {
      found = FrameHeader.read(frame);
      if (found.headLength() > maxHead()) {
        throw new FrameException(
            "head too long: head=%d, limit=%d".formatted(found.headLength(), maxHead()));
      }
      header = found;
      int length = FrameHeader.LENGTH + Math.min(found.headLength(), FIRST_LENGTH);
      frame = Arrays.copyOf(frame, length);
    }
    if (filled == FrameHeader.LENGTH + found.headLength()) {
      found.check(frame);
      into = onHead(found, frame);
      sink = into;
      bulkLeft = into.bulkLength();
      frame = new byte[FrameHeader.LENGTH];
      finishIfComplete(into);
    }
  }

  private void readBulk(ByteBuf bytes, FrameSink into) throws FrameException {
    int now = (int) Math.min(bytes.readableBytes(), bulkLeft);
    into.accept(MemorySegment.ofBuffer(bytes.nioBuffer(bytes.readerIndex(), now)));
    bytes.skipBytes(now);
    bulkLeft -= now;
    finishIfComplete(into);
  }

  private void finishIfComplete(FrameSink into) throws FrameException {
    if (bulkLeft == 0) {
      sink = null;
      header = null;
      filled = 0;
      into.done();
    }
  }

  /** Gives back what was read and not used. */
  final void drop() {
    broken = true;
    while (!unread.isEmpty()) {
      unread.remove().release();
    }
    FrameSink into = sink;
    sink = null;
    if (into != null) {
      into.abandon();
    }
  }
}
