namespace NeuralNet.Tests;

/// <summary>One line for each kind of use of each layer; the layer contract is held against all.</summary>
internal static class LayerExamples
{
    public static readonly LayerExample[] All =
    [
        new(() => new Dense(3), [4]),
        new(() => new Dense(3, Activation.Tanh, useBias: false), [4]),
        new(() => new Dense(2, Activation.Softmax, true, "he_normal", new RandomUniform(-1, 1), new L2(0.1f), "l2"), [5]),
        new(() => new Dense(33, Activation.ReLU), [17]),
        new(() => new Dense(4, Activation.Sigmoid), [[2, 3]]),
        new(() => new ActivationLayer(Activation.Tanh), [5]),
        new(() => new ActivationLayer(Activation.Softmax), [[2, 4]]),
        new(() => new Dropout(0.4f), [9]),
        new(() => new Dropout(1), [3]),
        new(() => new Flatten(), [[2, 3]]),
        new(() => new Add(), [4, 4, 4]),
        new(() => new Concatenate(), [3, 1, 2]),
        new(() => new Concatenate(axis: 1), [[2, 3], [1, 3]]),
        new(() => new Concatenate(axis: -1), [[2, 3], [2, 1]]),
    ];
}
