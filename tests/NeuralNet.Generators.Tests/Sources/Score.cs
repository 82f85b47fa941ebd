using System;
using NeuralNet;

namespace My.Metrics;

/// <summary>A metric with an enumeration and numbers that may be null.</summary>
/// <param name="average">How the classes' scores become one.</param>
/// <param name="threshold">Outputs above it are positive; by default the greatest of each row is.</param>
/// <param name="topK">How many outputs count.</param>
[Configurable("score", ClassName = "MyScore")]
internal sealed partial class Score(ClassAverage average = ClassAverage.Macro, float? threshold = null, int? topK = null) : Metric
{
    private readonly int? topK = topK is null or > 0 ? topK : throw new ArgumentOutOfRangeException(nameof(topK));

    public override MetricDirection Direction => MetricDirection.Up;

    protected override MetricAccumulator CreateAccumulator() => throw new NotSupportedException();
}
