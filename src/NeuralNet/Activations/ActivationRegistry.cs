namespace NeuralNet;

/// <summary>The activations that a name or a file can stand for; a new one adds its line here.</summary>
internal static class ActivationRegistry
{
    public static Registry<Activation> Create() => new Registry<Activation>("activation")
        .Add("linear", _ => Activation.Linear)
        .Add("sigmoid", _ => Activation.Sigmoid)
        .Add("tanh", _ => Activation.Tanh)
        .Add("relu", _ => Activation.ReLU)
        .Add("softmax", _ => Activation.Softmax)
        .Add("log_softmax", _ => Activation.LogSoftmax)
        .Add("leaky_relu", LeakyReLUActivation.From)
        .Add("elu", ELUActivation.From)
        .Add("selu", _ => Activation.SELU)
        .Add("gelu", GELUActivation.From)
        .Add("silu", _ => Activation.SiLU, "silu", "swish")
        .Add("mish", _ => Activation.Mish)
        .Add("softplus", _ => Activation.Softplus)
        .Add("softsign", _ => Activation.Softsign)
        .Add("hard_sigmoid", _ => Activation.HardSigmoid)
        .Add("hard_silu", _ => Activation.HardSiLU, "hard_silu", "hard_swish")
        .Add("relu6", _ => Activation.ReLU6)
        .Add("exponential", _ => Activation.Exponential)
        .Add("step", _ => Activation.Step);
}
