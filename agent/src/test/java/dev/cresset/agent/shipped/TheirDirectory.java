package dev.cresset.agent.shipped;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Temporary directories beside the agent's jar. The JDKs that {@code system-tests/jdks.sh} fetched
 * have a file tree of their own, and see of this machine's what they are called from, and /tmp.
 */
final class TheirDirectory implements TempDirFactory {
  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    return Files.createTempDirectory(Fork.agentJar().getParent(), "junit");
  }
}
