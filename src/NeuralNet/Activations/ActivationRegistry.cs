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
        .Add("step", _ => Activation.Step);
}
