using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// output = the minimum of the inputs, element by element; along axes of size 1, values are repeated (<see cref="MergeLayer"/>). The
/// gradient goes to the minimum; equal inputs share it. A step that is padding in one input is the minimum of the others; a step that is
/// padding in every input is that of the first input. Keras: layers/merging/minimum.py and base_merge.py.
/// </summary>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class Minimum(string? name = null) : MergeLayer(name)
{
    private LayerMemory countsOfMinima = null!, unusedCounts = null!;

    private protected override float? NeutralElement => float.PositiveInfinity;

    /// <inheritdoc/>
    protected internal override void Build(LayerBuilder builder)
    {
        base.Build(builder);
        countsOfMinima = builder.AddWorkspace("counts_of_minima", shapes => shapes.Output);
        unusedCounts = builder.AddWorkspace("unused_counts", shapes => shapes.Output);
    }

    private protected override void Merge(Frame frame, Span<float> output)
    {
        Operand(frame, 0).CopyTo(output);
        for (int i = 1; i < frame.Inputs.Count; i++)
            TensorPrimitives.Min(output, Operand(frame, i), output);
    }

    private protected override void PutGradient(Frame frame, int input, Span<float> gradient)
    {
        Span<float> counts = frame[countsOfMinima].Data;
        counts.Clear();
        for (int i = 0; i < frame.Inputs.Count; i++)
            Ties.Mark(Operand(frame, i), frame.Output.Data, gradient, counts);
        Ties.Mark(Operand(frame, input), frame.Output.Data, gradient, frame[unusedCounts].Data);
        TensorPrimitives.Divide(gradient, counts, gradient);
        TensorPrimitives.Multiply(gradient, frame.OutputGradient.Data, gradient);
    }

    /// <summary>Counts the first input as data where every input is padding.</summary>
    private protected override void WriteDataMask(Frame frame, int input, Span<float> isData)
    {
        base.WriteDataMask(frame, input, isData);
        if (input > 0 || frame.OutputMask is not { } merged)
            return;
        for (int step = 0; step < isData.Length; step++)
            isData[step] = merged.Data[step] == 0 ? 1 : isData[step];
    }
}
