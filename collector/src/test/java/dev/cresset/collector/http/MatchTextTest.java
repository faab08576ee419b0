package dev.cresset.collector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cresset.collector.query.LabelMatcher;
import dev.cresset.collector.query.LabelMatcher.Field;
import dev.cresset.collector.query.LabelMatcher.Operator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchTextTest {
  @Test
  void readsWhatPrometheusReads() {
    assertThat(read("{ release = \"1.0\" , thread!='a' ,http.route=~`/a\\d+`, x!~\"\", }"))
        .containsExactly(
            new LabelMatcher(Field.RELEASE, "", Operator.EQUAL, List.of("1.0")),
            new LabelMatcher(Field.LABEL, "thread", Operator.NOT_EQUAL, List.of("a")),
            new LabelMatcher(Field.LABEL, "http.route", Operator.MATCHES, List.of("/a\\d+")),
            new LabelMatcher(Field.LABEL, "x", Operator.NOT_MATCHES, List.of("")));
    assertThat(read("{}")).isEmpty();
    assertThat(read(" ")).isEmpty();
    assertThat(read("a='1',b='2'")).hasSize(2);
  }

  @Test
  void namesAndValuesMayHaveAnythingInQuotes() {
    assertThat(read("\"it's, {}\"=\"a \\\" \\\\ \\n \\t \\u00e9 \\U0001F525 }\""))
        .containsExactly(
            new LabelMatcher(
                Field.LABEL, "it's, {}", Operator.EQUAL, List.of("a \" \\ \n \t é 🔥 }")));
  }

  @Test
  void aLabelCalledLikeAFieldIsWrittenWithItsPrefix() {
    assertThat(read("label.release='x', instance='y'"))
        .extracting(LabelMatcher::field)
        .containsExactly(Field.LABEL, Field.INSTANCE);
    assertThat(read("label.release='x'"))
        .extracting(LabelMatcher::label)
        .containsExactly("release");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{release=\"1.0\", thread!~\"a|\\\\d \\\" \\n\"}",
        "{label.release=\"x\", label.label.x=\"\"}",
        "{\"odd name\"=\"'`\"}",
        "{}"
      })
  void writesWhatItReads(String text) {
    assertThat(MatchText.of(read(text))).isEqualTo(text);
  }

  @Test
  void severalValuesAreWrittenAsAnExpressionThatMatchesTheseOnly() {
    assertThat(
            MatchText.of(
                List.of(
                    LabelMatcher.of("release", Operator.EQUAL, List.of("1.0", "a b")),
                    LabelMatcher.of("x", Operator.NOT_EQUAL, List.of("é|", "")))))
        .isEqualTo("{release=~\"1\\\\.0|a b\", x!~\"é\\\\||\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      textBlock =
          """
          {              ~ at its end has to be a name
          {a="1"         ~ at its end has to be a comma or }
          a="1" b="2"    ~ at 'b="2"' has to be a comma
          {a="1"} x      ~ at 'x' has to be nothing more
          a=1            ~ at '1' has to be a value in quotes
          a="1           ~ at '"1' has to be a text that ends with "
          a>"1"          ~ at '>"1"' has to be =, !=, =
          a="\\d"        ~ at '\\d"' has to be an escape such as
          a="\\          ~ has to be an escape such as
          a="\\u12"      ~ has to be 4 hexadecimal digits
          a="\\Uffffffff" ~ has to be 8 hexadecimal digits
          ,              ~ at ',' has to be a name
          """)
  void whatCannotBeReadIsToldWhereAndWhatWouldBeRight(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(BadParameterException.class)
        .hasMessageContaining("base.match is '" + text)
        .hasMessageContaining(message);
  }

  private static List<LabelMatcher> read(String text) {
    return MatchText.matchers("base.match", text);
  }
}
