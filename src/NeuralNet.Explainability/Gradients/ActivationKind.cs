namespace NeuralNet.Explainability;

/// <summary>Comparison of activations by their type.</summary>
internal static class ActivationKind
{
    /// <summary>Returns whether an activation is a certain function of the library.</summary>
    public static bool Is(this Activation? activation, Activation known) => activation?.GetType() == known.GetType();
}
