using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>output = Σ inputs, element by element; they have one shape. Keras: layers/merging/add.py.</summary>
/// <param name="name">The layer's name.</param>
public sealed class Add(string? name = null) : MergeLayer(name)
{
    private protected override void Merge(IReadOnlyList<Tensor> inputs, Span<float> output) => Sum(inputs, output);

    private protected override void PutGradient(Frame frame, int input, Span<float> gradient) =>
        frame.OutputGradient.Data.CopyTo(gradient);

    /// <summary>The sum that the average also begins with.</summary>
    internal static void Sum(IReadOnlyList<Tensor> inputs, Span<float> sum)
    {
        inputs[0].Data.CopyTo(sum);
        for (int i = 1; i < inputs.Count; i++)
            TensorPrimitives.Add(sum, inputs[i].Data, sum);
    }

    internal static Add From(Configuration configuration) => new(configuration.GetString("name"));
}

/// <summary>The fluent method of <see cref="NeuralNet.Add"/>.</summary>
public static class AddExtensions
{
    /// <summary>Adds other nodes of the same shape to this one. See <see cref="NeuralNet.Add"/>.</summary>
    public static T Add<T>(this IMergeable<T> first, params ReadOnlySpan<T> others)
        where T : IMergeable<T> => first.Merge(new Add(), others);
}
