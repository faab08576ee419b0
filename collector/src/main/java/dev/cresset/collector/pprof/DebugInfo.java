package dev.cresset.collector.pprof;

/**
 * What a profile says of a frame beyond its name, file and line: nothing that is shown, but all
 * that it takes to hand the profile out again as it came.
 *
 * @param systemName the function as linkers know it; empty if it is called the same
 * @param startLine where the function begins; 0 where it is not known
 * @param column of the line; 0 where it is not known
 * @param mapping the file name of the location's mapping; empty if it has none
 * @param buildId of that file
 * @param address in that file, of code that has no symbol; 0 for other code
 */
public record DebugInfo(
    String systemName, int startLine, int column, String mapping, String buildId, long address) {
  /** Of a frame of which nothing more is known. */
  public static final DebugInfo NONE = new DebugInfo("", 0, 0, "", "", 0);

  /** Of its texts, together. */
  int length() {
    return systemName.length() + mapping.length() + buildId.length();
  }
}
