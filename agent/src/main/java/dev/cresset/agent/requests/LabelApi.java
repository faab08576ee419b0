package dev.cresset.agent.requests;

/** Connects {@code dev.cresset.api.Cresset}, which does nothing by itself. */
final class LabelApi implements Instrumented {
  @Override
  public String[] classes() {
    return new String[] {"dev/cresset/api/Cresset"};
  }

  @Override
  public Advice advice(String className, String method, String descriptor) {
    switch (method) {
      case "begin":
        return Advice.LABEL;
      case "end":
        return Advice.RELEASE;
      default:
        return null;
    }
  }
}
