namespace NeuralNet;

/// <summary>What a model is trained with: an optimizer, and a loss and metrics for each output.</summary>
/// <param name="Optimizer">The rule of the updates.</param>
/// <param name="Losses">One for each output.</param>
/// <param name="LossWeights">The factor of each output's loss in the total.</param>
/// <param name="Metrics">Those of each output that count all samples alike.</param>
/// <param name="WeightedMetrics">Those of each output that use sample weights.</param>
internal sealed record CompileSettings(
    Optimizer Optimizer,
    IReadOnlyList<Loss> Losses,
    IReadOnlyList<float> LossWeights,
    IReadOnlyList<IReadOnlyList<Metric>> Metrics,
    IReadOnlyList<IReadOnlyList<Metric>> WeightedMetrics);
