namespace NeuralNet;

/// <summary>The direction in which a metric improves.</summary>
public enum MetricDirection
{
    /// <summary>Smaller values are better, as for errors.</summary>
    Down,

    /// <summary>Greater values are better, as for accuracies.</summary>
    Up,
}
