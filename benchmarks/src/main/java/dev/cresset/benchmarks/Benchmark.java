package dev.cresset.benchmarks;

/** Something measured on what is shipped, by processes of their own. */
interface Benchmark {
  /** What it is run by. */
  String name();

  /** What it finds out, in one line. */
  String question();

  /** Measures, and prints the figures. */
  void run(Workbench workbench) throws Exception;
}
