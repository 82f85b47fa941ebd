namespace NeuralNet.TestSupport;

/// <summary>
/// One line for each optimizer, and one for each of its settings; the optimizer contract is held against all. The learning rates
/// are such that 300 steps halve a small quadratic.
/// </summary>
internal static class OptimizerExamples
{
    public static readonly Optimizer[] All =
    [
        new SGD(0.1f),
        new SGD(0.05f, momentum: 0.8f),
        new SGD(0.05f, momentum: 0.7f, nesterov: true),
        new SGD(0.1f) { WeightDecay = 0.01f },
        new Adam(0.02f, beta1: 0.85f, beta2: 0.99f, epsilon: 1e-5f),
        new Adam(0.02f, amsgrad: true) { UseEma = true, EmaMomentum = 0.8f, EmaOverwriteFrequency = 3 },
        new Adam(0.05f) { GradientAccumulationSteps = 2 },
        new AdamW(0.02f, weightDecay: 0.01f, beta1: 0.8f, beta2: 0.99f, epsilon: 1e-5f),
        new AdamW(0.02f) { ExcludeFromWeightDecay = ["bias", "^gamma$"] },
        new Nadam(0.02f, beta1: 0.8f, beta2: 0.99f, epsilon: 1e-5f),
        new Adamax(0.02f, beta1: 0.8f, beta2: 0.99f, epsilon: 1e-5f),
        new Adagrad(0.2f, initialAccumulatorValue: 0.05f, epsilon: 1e-5f),
        new Adadelta(1, rho: 0.9f, epsilon: 1e-3f),
        new RMSprop(0.01f, rho: 0.8f, momentum: 0.5f, epsilon: 1e-5f),
        new RMSprop(0.01f, centered: true),
        new Lion(0.01f, beta1: 0.8f, beta2: 0.95f) { WeightDecay = 0.01f },
    ];
}
