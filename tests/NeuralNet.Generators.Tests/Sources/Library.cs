namespace NeuralNet;

/// <summary>max(x, 0).</summary>
[Configurable(ClassName = "relu")]
internal sealed partial class ReLUActivation : Activation;

/// <summary>An activation with a setting.</summary>
/// <param name="alpha">The value far left of 0.</param>
[Configurable]
internal sealed partial class ELUActivation(float alpha = 1) : Activation;

/// <summary>An activation whose ready-made object is written by hand.</summary>
[Configurable]
internal sealed partial class BentActivation : Activation;

/// <summary>A loss of which everything is optional.</summary>
/// <param name="delta">Where the line begins.</param>
[Configurable("huber_loss")]
public sealed partial class Huber(float delta = 1) : Loss;

/// <summary>A loss of which there is a metric too.</summary>
[Configurable]
public sealed partial class CosineSimilarity : Loss;

/// <summary>The metric of the loss's name.</summary>
[Configurable(ClassName = "CosineSimilarity")]
public sealed partial class CosineSimilarityMetric : Metric;

/// <summary>A metric that writes the settings of all metrics derived from it.</summary>
public abstract class RatioMetric : Metric
{
    /// <inheritdoc/>
    protected internal sealed override void WriteTo(Configuration configuration)
    {
    }
}

/// <summary>A metric with two constructors, one of which takes no arguments.</summary>
[Configurable]
public sealed partial class Ratio : RatioMetric
{
    /// <summary>Creates the metric for one threshold.</summary>
    public Ratio(float threshold = 0.5f)
    {
    }

    /// <summary>Creates the metric for several thresholds.</summary>
    public Ratio(float[] thresholds)
    {
    }

    internal static Ratio From(Configuration configuration) => new();
}

/// <summary>A layer.</summary>
/// <param name="targetShape">The shape.</param>
/// <param name="name">The layer's name.</param>
[Configurable]
public sealed partial class Pad(int targetShape, string? name = null) : Layer(name);

/// <summary>A layer of several inputs.</summary>
/// <param name="name">The layer's name.</param>
[Configurable]
public sealed partial class Add(string? name = null) : MergeLayer(name);

/// <summary>A layer whose fluent method lacks the end of its name.</summary>
[Configurable(ClassName = "Activation")]
public partial class ActivationLayer() : Layer("a");

/// <summary>A layer that derives from another.</summary>
[Configurable]
public sealed partial class Softer : ActivationLayer;
