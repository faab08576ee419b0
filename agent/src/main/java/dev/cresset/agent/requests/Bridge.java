package dev.cresset.agent.requests;

import dev.cresset.agent.bridge.Requests;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The calls of the bridge, as instructions. By name only: what is woven is not our class. */
final class Bridge {
  static final String PACKAGE = "dev.cresset.agent.bridge.";

  /** Where requests are handled. */
  static final Bridge REQUESTS = new Bridge("Requests");

  /** Where a request ends when its answer is complete. */
  static final Bridge EXCHANGES = new Bridge("Exchanges");

  /** Where work goes from thread to thread. */
  static final Bridge TASKS = new Bridge("Tasks");

  /** Where a platform thread goes on with a virtual one. */
  static final Bridge MOUNTS = new Bridge("Mounts");

  /** The label API. */
  static final Bridge LABELS = new Bridge("ApplicationLabels");

  /** Entries of the operand stack that a call takes at most. */
  static final int ARGUMENTS = 3;

  /** The compiler puts in the number: the class is not to be loaded for it. */
  static final int CONTRACT = Requests.CONTRACT;

  /** All classes of the bridge, those first that others need, and the one that is called last. */
  static final String[] CLASSES = {
    PACKAGE + "RequestHooks",
    PACKAGE + "AnswerState",
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
    PACKAGE + "RequestBridge",
    PACKAGE + "Tasks",
    PACKAGE + "Mounts",
    PACKAGE + "ApplicationLabels",
    PACKAGE + "Exchanges",
    PACKAGE + "Requests",
  };

  private final String owner;

  private Bridge(String className) {
    this.owner = (PACKAGE + className).replace('.', '/');
  }

  void call(MethodVisitor code, String method, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, method, descriptor, false);
  }
}
