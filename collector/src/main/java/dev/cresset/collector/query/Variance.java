package dev.cresset.collector.query;

/**
 * A variance, and on how many degrees of freedom the knowledge of it rests.
 *
 * @param degreesOfFreedom at least 1
 */
record Variance(double value, double degreesOfFreedom) {
  private static final double MANY = 1e6;

  Variance {
    degreesOfFreedom = Math.clamp(degreesOfFreedom, 1, MANY);
  }

  /** A variance that is known exactly. */
  static Variance known(double value) {
    return new Variance(value, MANY);
  }

  /** Of the sum of two independent things; degrees of freedom by Welch and Satterthwaite. */
  Variance plus(Variance other) {
    double sum = value + other.value;
    if (sum == 0) {
      return known(0);
    }
    double a = value / sum;
    double b = other.value / sum;
    return new Variance(sum, 1 / (a * a / degreesOfFreedom + b * b / other.degreesOfFreedom));
  }

  /** What {@code other} is larger by, if it is; nothing otherwise. */
  Variance excessOf(Variance other) {
    return new Variance(Math.max(0, other.value - value), other.degreesOfFreedom);
  }

  Variance times(double factor) {
    return new Variance(value * factor, degreesOfFreedom);
  }
}
