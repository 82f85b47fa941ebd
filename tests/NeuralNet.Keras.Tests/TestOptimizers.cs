namespace NeuralNet.Keras.Tests;

/// <summary>An optimizer of each kind of state.</summary>
internal static class TestOptimizers
{
    public static Optimizer Of(string name) => name switch
    {
        "momentum" => new SGD(0.1f, momentum: 0.9f),
        "rmsprop centered" => new RMSprop(0.01f, momentum: 0.5f, centered: true),
        "amsgrad" => new Adam(0.01f, amsgrad: true),
        "schedule" => new Adam(new ExponentialDecay(0.1f, 3, 0.5f)),
        "average" => new SGD(0.1f, momentum: 0.9f) { UseEma = true, EmaOverwriteFrequency = 2 },
        "accumulation" => new Adam(0.01f) { GradientAccumulationSteps = 2 },
        _ => name!,
    };
}
