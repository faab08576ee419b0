package dev.cresset.collector.query;

/** The functions that the nodes of a tree are numbered by. */
interface FunctionNames {
  /** How many there are, the root included. */
  int size();

  String name(int number);

  /** The kind with the most value; functions are seen as inlined here and on their own there. */
  FrameKind kind(int number);
}
