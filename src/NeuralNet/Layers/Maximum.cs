using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// output = the greatest of the inputs, element by element; where sizes are 1, values are repeated (<see cref="MergeLayer"/>). Its gradient
/// goes to the greatest input; equal ones share it. A step that is padding in one input is the maximum of the others there; one that is
/// padding in every input is the first input's. Keras: layers/merging/maximum.py and base_merge.py.
/// </summary>
/// <param name="name">The layer's name.</param>
public sealed class Maximum(string? name = null) : MergeLayer(name)
{
    private protected override float? NeutralElement => float.NegativeInfinity;

    private protected override void Merge(Frame frame, Span<float> output)
    {
        Operand(frame, 0).Data.CopyTo(output);
        for (int i = 1; i < frame.Inputs.Count; i++)
            TensorPrimitives.Max(output, Operand(frame, i).Data, output);
    }

    private protected override void PutGradient(Frame frame, int input, Span<float> gradient)
    {
        Span<float> counts = frame.Scratch(0, frame.Output.Shape).Data;
        counts.Clear();
        for (int i = 0; i < frame.Inputs.Count; i++)
            Ties.Mark(Operand(frame, i).Data, frame.Output.Data, gradient, counts);
        Ties.Mark(Operand(frame, input).Data, frame.Output.Data, gradient, frame.Scratch(1, frame.Output.Shape).Data);
        TensorPrimitives.Divide(gradient, counts, gradient);
        TensorPrimitives.Multiply(gradient, frame.OutputGradient.Data, gradient);
    }

    /// <summary>Where every input is padding, the first counts as data.</summary>
    private protected override void WriteDataMask(Frame frame, int input, Span<float> isData)
    {
        base.WriteDataMask(frame, input, isData);
        if (input > 0 || frame.OutputMask is not { } merged)
            return;
        for (int step = 0; step < isData.Length; step++)
            isData[step] = merged.Data[step] == 0 ? 1 : isData[step];
    }

    internal static Maximum From(Configuration configuration) => new(configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="NeuralNet.Maximum"/>.</summary>
public static class MaximumExtensions
{
    /// <summary>Takes the greatest of this node and others, element by element. See <see cref="NeuralNet.Maximum"/>.</summary>
    public static T Maximum<T>(this IMergeable<T> first, params ReadOnlySpan<T> others)
        where T : IMergeable<T> => first.Merge(new Maximum(), others);
}
