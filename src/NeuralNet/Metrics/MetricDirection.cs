namespace NeuralNet;

/// <summary>Which way a metric is better.</summary>
public enum MetricDirection
{
    /// <summary>Smaller is better, as for errors.</summary>
    Down,

    /// <summary>Greater is better, as for accuracies.</summary>
    Up,
}
