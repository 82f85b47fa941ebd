using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// Takes one of the inputs at each element: the largest (<see cref="Maximum"/>) or the smallest (<see cref="Minimum"/>). The gradient goes
/// to that input; equal inputs share it. A step that is padding in one input is that of the others; a step that is padding in every input
/// is that of the first input.
/// </summary>
public abstract class Extremum : MergeLayer
{
    private LayerMemory counts = null!, unusedCounts = null!;

    private protected Extremum(string? name)
        : base(name)
    {
    }

    /// <inheritdoc/>
    protected internal sealed override void Build(LayerBuilder builder)
    {
        base.Build(builder);
        counts = builder.AddWorkspace("counts", shapes => shapes.Output);
        unusedCounts = builder.AddWorkspace("unused_counts", shapes => shapes.Output);
    }

    /// <summary>Writes the extremum of two values at each element; the output may be the first operand.</summary>
    private protected abstract void Choose(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> output);

    private protected sealed override void Merge(Frame frame, Span<float> output)
    {
        Operand(frame, 0).CopyTo(output);
        for (int i = 1; i < frame.Inputs.Count; i++)
            Choose(output, Operand(frame, i), output);
    }

    private protected sealed override void PutGradient(Frame frame, int input, Span<float> gradient)
    {
        Span<float> sharing = frame[counts].Data;
        sharing.Clear();
        for (int i = 0; i < frame.Inputs.Count; i++)
            Ties.Mark(Operand(frame, i), frame.Output.Data, gradient, sharing);
        Ties.Mark(Operand(frame, input), frame.Output.Data, gradient, frame[unusedCounts].Data);
        TensorPrimitives.Divide(gradient, sharing, gradient);
        TensorPrimitives.Multiply(gradient, frame.OutputGradient.Data, gradient);
    }

    /// <summary>Counts the first input as data where every input is padding.</summary>
    private protected sealed override void WriteDataMask(Frame frame, int input, Span<float> isData)
    {
        base.WriteDataMask(frame, input, isData);
        if (input > 0 || frame.OutputMask is not { } merged)
            return;
        for (int step = 0; step < isData.Length; step++)
            isData[step] = merged.Data[step] == 0 ? 1 : isData[step];
    }
}
