package dev.cresset.agent.requests;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The calls of the bridge, as instructions. By name only: what is woven is not our class. */
final class Bridge {
  static final String PACKAGE = "dev.cresset.agent.bridge.";
  static final String NAME = PACKAGE + "Requests";

  /** All classes of the bridge, those first that others need, and the one that is called last. */
  static final String[] CLASSES = {
    PACKAGE + "RequestHooks",
    PACKAGE + "RequestContext$Kind",
    PACKAGE + "RequestContext",
    PACKAGE + "ThreadRequests",
    PACKAGE + "ThreadId",
    PACKAGE + "Carrier",
    PACKAGE + "VirtualThreads",
    PACKAGE + "PerThread",
    PACKAGE + "Handoffs$Queue",
    PACKAGE + "Handoffs$Key",
    PACKAGE + "Handoffs$Sought",
    PACKAGE + "Handoffs",
    NAME,
  };

  private static final String INTERNAL = NAME.replace('.', '/');

  private Bridge() {}

  static void call(MethodVisitor code, String method, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, INTERNAL, method, descriptor, false);
  }
}
