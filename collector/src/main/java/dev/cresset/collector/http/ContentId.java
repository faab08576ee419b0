package dev.cresset.collector.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/**
 * What an uploaded file is called that nobody gave a name: the SHA-256 of what it has unpacked, as
 * gzip writes the time into its files.
 */
final class ContentId {
  /** No limit on unpacked profiles can be higher, so more is refused anyway. */
  private static final long MAX_BYTES = 1 << 30;

  private ContentId() {}

  static String of(byte[] file) {
    try {
      return digest(new GZIPInputStream(new ByteArrayInputStream(file)));
    } catch (IOException notGzipped) {
      return digestOfBytes(file);
    }
  }

  private static String digestOfBytes(byte[] file) {
    return HexFormat.of().formatHex(sha256().digest(file));
  }

  private static String digest(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    byte[] chunk = new byte[1 << 16];
    long bytes = 0;
    for (int n = in.read(chunk); n >= 0 && bytes <= MAX_BYTES; n = in.read(chunk)) {
      digest.update(chunk, 0, n);
      bytes += n;
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
