namespace NeuralNet;

/// <summary>The tensors of a pass through a sequence: (batch, steps, features), the states (batch, size).</summary>
internal readonly struct SequenceTensors
{
    public required Tensor Input { get; init; }

    /// <summary>The padding mask (batch, steps); null if all steps are data.</summary>
    public required Tensor? Mask { get; init; }

    /// <summary>The outputs of all steps or of the last step.</summary>
    public required Tensor Output { get; init; }

    public required Tensor InitialHidden { get; init; }

    public required Tensor? InitialCarry { get; init; }

    public required Tensor FinalHidden { get; init; }

    public required Tensor? FinalCarry { get; init; }
}

/// <summary>The gradients of <see cref="SequenceTensors"/>. Those that are read are 0 if null, those that are written not needed.</summary>
internal readonly struct SequenceGradients
{
    public required Tensor? Output { get; init; }

    public required Tensor? FinalHidden { get; init; }

    public required Tensor? FinalCarry { get; init; }

    public required Tensor? Input { get; init; }

    public required Tensor? InitialHidden { get; init; }

    public required Tensor? InitialCarry { get; init; }
}
