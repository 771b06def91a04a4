package io.jromio.dfs.transport;

import io.jromio.dfs.wire.Frame;
import io.jromio.dfs.wire.FrameException;
import io.jromio.dfs.wire.FrameHeader;
import io.jromio.dfs.wire.HeadReader;
import io.jromio.dfs.wire.HeadWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The frames of the transport itself.
 *
 * <pre>
 *   client                                        engine
 *     HELLO      magic, version, nonce, name  ->
 *                                             <-  CHALLENGE  nonce, proof of the engine
 *     PROOF      proof of the client          ->
 *                                             <-  WELCOME    limits      or REFUSED  why
 *     WINDOW     path, length                 ->
 *                                             <-  WINDOW_TAKEN           or REFUSED  why
 * </pre>
 *
 * Without a secret, which unix domain sockets need not have, proofs are empty. The window comes
 * when the client first has bulk for it.
 */
final class Handshake {
  static final int HELLO = 201;
  static final int CHALLENGE = 202;
  static final int PROOF = 203;
  static final int WELCOME = 204;
  static final int WINDOW = 205;
  static final int WINDOW_TAKEN = 206;
  static final int REFUSED = 207;

  /** Longest head of such a frame. */
  static final int MAX_HEAD = 8192;

  static final int VERSION = 1;
  static final String CLIENT = "client";
  static final String ENGINE = "engine";

  private static final long MAGIC = 0x534644_4f494d4f52L;
  private static final byte[] NO_PROOF = {};

  private Handshake() {}

  /** What an engine says of itself, and what the client may have under way. */
  record Limits(int requests, long bytes) {}

  record Hello(byte[] nonce, String name) {}

  record Challenge(byte[] nonce, byte[] proof) {}

  record WindowOffer(String path, long length) {}

  private static ByteBuf finish(int code, HeadWriter writer) {
    Frame frame = Frame.of(code, writer, 0);
    frame.finish(0, FrameHeader.INLINE);
    return Unpooled.wrappedBuffer(frame.bytes(), 0, frame.length());
  }

  static ByteBuf hello(byte[] nonce, String name) {
    HeadWriter writer = new HeadWriter();
    writer.putLong(MAGIC);
    writer.putInt(VERSION);
    writer.putBytes(nonce);
    writer.putText(name);
    return finish(HELLO, writer);
  }

  static Hello readHello(FrameHeader header, byte[] frame) throws FrameException {
    HeadReader reader = open(header, frame, HELLO);
    long magic = reader.getLong();
    int version = reader.getInt();
    if (magic != MAGIC || version != VERSION) {
      throw new FrameException(
          "another protocol: magic=%x version=%d, want version=%d"
              .formatted(magic, version, VERSION));
    }
    byte[] nonce = reader.getBytes();
    if (nonce.length != Secret.NONCE_LENGTH) {
      throw new FrameException("no nonce: length=%d".formatted(nonce.length));
    }
    Hello hello = new Hello(nonce, reader.getText());
    reader.finish();
    return hello;
  }

  static byte[] prove(@Nullable Secret secret, String role, byte[] client, byte[] engine) {
    return secret == null ? NO_PROOF : secret.proof(role, client, engine);
  }

  static boolean isEqual(byte[] proof, byte[] expected) {
    return MessageDigest.isEqual(proof, expected);
  }

  static ByteBuf challenge(byte[] nonce, byte[] proof) {
    HeadWriter writer = new HeadWriter();
    writer.putBytes(nonce);
    writer.putBytes(proof);
    return finish(CHALLENGE, writer);
  }

  static Challenge readChallenge(FrameHeader header, byte[] frame) throws FrameException {
    HeadReader reader = open(header, frame, CHALLENGE);
    byte[] nonce = reader.getBytes();
    Challenge challenge = new Challenge(nonce, reader.getBytes());
    reader.finish();
    return challenge;
  }

  static ByteBuf proof(byte[] proof) {
    HeadWriter writer = new HeadWriter();
    writer.putBytes(proof);
    return finish(PROOF, writer);
  }

  static byte[] readProof(FrameHeader header, byte[] frame) throws FrameException {
    HeadReader reader = open(header, frame, PROOF);
    byte[] proof = reader.getBytes();
    reader.finish();
    return proof;
  }

  static ByteBuf welcome(Limits limits) {
    HeadWriter writer = new HeadWriter();
    writer.putInt(limits.requests());
    writer.putLong(limits.bytes());
    return finish(WELCOME, writer);
  }

  static Limits readWelcome(FrameHeader header, byte[] frame) throws FrameException {
    HeadReader reader = open(header, frame, WELCOME);
    int requests = reader.getInt();
    Limits limits = new Limits(requests, reader.getLong());
    reader.finish();
    if (requests < 1 || limits.bytes() < 1) {
      throw new FrameException("no limits: " + limits);
    }
    return limits;
  }

  static ByteBuf window(String path, long length) {
    HeadWriter writer = new HeadWriter();
    writer.putText(path);
    writer.putLong(length);
    return finish(WINDOW, writer);
  }

  static WindowOffer readWindow(FrameHeader header, byte[] frame) throws FrameException {
    HeadReader reader = open(header, frame, WINDOW);
    String path = reader.getText();
    WindowOffer offer = new WindowOffer(path, reader.getLong());
    reader.finish();
    return offer;
  }

  static ByteBuf windowTaken() {
    return finish(WINDOW_TAKEN, new HeadWriter());
  }

  static ByteBuf refused(String why) {
    HeadWriter writer = new HeadWriter();
    writer.putText(why);
    return finish(REFUSED, writer);
  }

  static String readRefused(FrameHeader header, byte[] frame) throws FrameException {
    HeadReader reader = open(header, frame, REFUSED);
    String why = reader.getText();
    reader.finish();
    return why;
  }

  private static HeadReader open(FrameHeader header, byte[] frame, int code) throws FrameException {
    if (header.code() != code || header.bulkLength() != 0 || header.headLength() > MAX_HEAD) {
      throw new FrameException(
          "unexpected frame: code=%d bulk=%d, want code=%d"
              .formatted(header.code(), header.bulkLength(), code));
    }
    return new HeadReader(frame, header.headLength());
  }
}
