package dev.cresset.collector;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a component of {@link CollectorConfig} that can be set, with its default. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Setting {
  /** The default, as it would be written in a file. */
  String value();

  /** The smallest number allowed; of bytes, for a size. */
  long min() default 0;

  long max() default Long.MAX_VALUE;
}
