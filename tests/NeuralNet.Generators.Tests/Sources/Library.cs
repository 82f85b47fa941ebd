using System;

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

/// <summary>A layer with a setting, from which another derives.</summary>
/// <param name="slope">The slope.</param>
/// <param name="name">The name of the layer.</param>
[Configurable]
public partial class Sloped(float slope = 1, string? name = null) : Layer(name);

/// <summary>A layer that keeps a setting of its own in place of the one of the layer from which it derives.</summary>
/// <param name="angle">The angle in degrees.</param>
/// <param name="name">The name of the layer.</param>
[Configurable]
public sealed partial class Steep(float angle = 60, string? name = null) : Sloped(MathF.Tan(angle * MathF.PI / 180), name);
