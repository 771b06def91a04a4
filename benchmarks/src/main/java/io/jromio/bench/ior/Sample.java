package io.jromio.bench.ior;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;

/**
 * One figure over all repetitions. The deviation is that of a population (divided by n), as the C
 * program reports it.
 */
record Sample(double max, double min, double mean, double deviation) {

  static Sample of(List<PhaseResult> results, ToDoubleFunction<PhaseResult> figure) {
    double[] values = new double[results.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = figure.applyAsDouble(results.get(i));
    }
    return new Sample(
        StatUtils.max(values),
        StatUtils.min(values),
        StatUtils.mean(values),
        new StandardDeviation(false).evaluate(values));
  }
}
