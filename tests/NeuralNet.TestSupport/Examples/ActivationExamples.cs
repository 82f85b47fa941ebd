namespace NeuralNet.TestSupport;

/// <summary>One line for each activation, and one for each of its settings; the activation contract is held against all.</summary>
internal static class ActivationExamples
{
    public static readonly Activation[] All =
    [
        Activation.Linear,
        Activation.Sigmoid,
        Activation.Tanh,
        Activation.ReLU,
        Activation.Softmax,
        Activation.Step,
        Activation.LogSoftmax,
        Activation.LeakyReLU(0.3f),
        Activation.ELU(1.4f),
        Activation.SELU,
        Activation.GELU(),
        Activation.GELU(approximate: true),
        Activation.SiLU,
        Activation.Mish,
        Activation.Softplus,
        Activation.Softsign,
        Activation.HardSigmoid,
        Activation.HardSiLU,
        Activation.ReLU6,
        Activation.Exponential,
    ];

    /// <summary>The activations whose exact value exceeds float32 for large inputs, so that infinity is correct.</summary>
    public static readonly string[] Overflowing = ["exponential"];

    /// <summary>The activations whose values depend on the whole row.</summary>
    public static readonly string[] OfWholeRows = ["softmax", "log_softmax"];
}
