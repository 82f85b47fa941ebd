namespace NeuralNet.Tests;

/// <summary>
/// One line for each optimizer, and one for each of its settings; the optimizer contract is held against all. The learning rates
/// are such that 300 steps halve a small quadratic.
/// </summary>
internal static class OptimizerExamples
{
    public static readonly Optimizer[] All =
    [
        new Sgd(0.1f),
        new Sgd(0.05f, momentum: 0.8f),
        new Sgd(0.05f, momentum: 0.7f, nesterov: true),
        new Sgd(0.1f) { WeightDecay = 0.01f },
        new Adam(0.02f, beta1: 0.85f, beta2: 0.99f, epsilon: 1e-5f),
    ];
}
