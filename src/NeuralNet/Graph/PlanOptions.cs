namespace NeuralNet;

/// <summary>The purpose of a plan's passes. By default they only predict.</summary>
internal sealed class PlanOptions
{
    /// <summary>The gradients that the backward pass writes; null if no parameter's is wanted.</summary>
    public ParameterSpace? Gradients { get; init; }

    /// <summary>Gets a value indicating whether the gradients by the inputs are wanted.</summary>
    public bool DifferentiatesInputs { get; init; }

    /// <summary>
    /// A value for each output that indicates whether a loss takes the values before the final activation; null if no loss does.
    /// </summary>
    public IReadOnlyList<bool>? TakesLogits { get; init; }

    /// <summary>Gets a value indicating whether the values before every activation are kept, for inspection.</summary>
    public bool KeepsPreActivations { get; init; }

    /// <summary>Gets a value indicating whether the values of all nodes are kept, for inspection, although no gradient is wanted.</summary>
    public bool KeepsValues { get; init; }

    /// <summary>Gets a value indicating whether memory is needed only as long as the forward pass needs it.</summary>
    public bool ReusesMemory => Gradients is null && !DifferentiatesInputs && !KeepsValues && !KeepsPreActivations;
}
