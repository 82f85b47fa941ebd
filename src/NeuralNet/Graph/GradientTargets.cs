namespace NeuralNet;

/// <summary>What a plan computes gradients for; nothing else is differentiated, nor given memory.</summary>
[Flags]
internal enum GradientTargets
{
    None = 0,
    Parameters = 1,
    Inputs = 2,
}
