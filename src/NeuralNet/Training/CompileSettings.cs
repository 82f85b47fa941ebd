namespace NeuralNet;

/// <summary>The settings of Compile: an optimizer, and a loss and metrics for each output.</summary>
/// <param name="Optimizer">The rule of the updates.</param>
/// <param name="Losses">The loss of each output.</param>
/// <param name="LossWeights">The factor of each output's loss in the total.</param>
/// <param name="Metrics">The metrics of each output that ignore sample weights.</param>
/// <param name="WeightedMetrics">The metrics of each output that use sample weights.</param>
internal sealed record CompileSettings(
    Optimizer Optimizer,
    IReadOnlyList<Loss> Losses,
    IReadOnlyList<float> LossWeights,
    IReadOnlyList<IReadOnlyList<Metric>> Metrics,
    IReadOnlyList<IReadOnlyList<Metric>> WeightedMetrics);
