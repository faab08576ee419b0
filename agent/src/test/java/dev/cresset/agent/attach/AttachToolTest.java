package dev.cresset.agent.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cresset.agent.config.Option;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class AttachToolTest {
  private static final Path HERE = Path.of("").toAbsolutePath();

  @Test
  void everyOptionThatIsAPathIsMeantFromHere() {
    List<String> names = Option.all().stream().filter(Option::isPath).map(Option::name).toList();

    assertThat(names).contains("log.file", "temp.directory", "state.directory");
    assertThat(names)
        .allSatisfy(name ->
            assertThat(AttachTool.absolute(name + "=a/../b"))
                .isEqualTo(name + '=' + HERE.resolve("b")));
  }

  @Test
  void soAreFilesThatProfilesGoTo() {
    assertThat(AttachTool.absolute("export=file:out,grpc,service=a/b"))
        .isEqualTo("export=file:" + HERE.resolve("out") + ",grpc,service=a/b");
    assertThat(AttachTool.absolute("export=grpc,file:out"))
        .isEqualTo("export=grpc,file:" + HERE.resolve("out"));
  }

  @Test
  void whatIsEmptyStaysEmpty() {
    assertThat(AttachTool.absolute("log.file=,options.file=a"))
        .isEqualTo("log.file=,options.file=" + HERE.resolve("a"));
  }
}
