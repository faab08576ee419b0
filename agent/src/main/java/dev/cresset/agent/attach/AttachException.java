package dev.cresset.agent.attach;

/** Why a JVM cannot be attached to, and what to do about it. */
final class AttachException extends Exception {
  private static final long serialVersionUID = 1;

  AttachException(String message) {
    super(message);
  }

  AttachException(String message, Throwable cause) {
    super(message, cause);
  }
}
