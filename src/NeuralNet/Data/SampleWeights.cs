using System.Globalization;
using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The weight of each sample, from the weights of samples or of classes that the caller passes.</summary>
internal static class SampleWeights
{
    /// <summary>Returns the weights of each output's samples, from a tensor for all outputs or one for each; null if all weigh 1.</summary>
    /// <param name="graph">The layers.</param>
    /// <param name="sampleWeight">The weights that the caller passes.</param>
    /// <param name="inputs">The inputs, aligned.</param>
    /// <param name="name">The caller's argument.</param>
    /// <exception cref="ArgumentException">There is not one weight for each sample, or a weight is not finite.</exception>
    public static Tensor?[] OfSamples(LayerGraph graph, IReadOnlyList<Tensor?>? sampleWeight, IReadOnlyList<Tensor> inputs, string name)
    {
        var weights = new Tensor?[graph.Outputs.Count];
        if (sampleWeight is not null && sampleWeight.Count != 1 && sampleWeight.Count != weights.Length)
            throw new ArgumentException($"{name} takes one tensor for all outputs, or one for each of "
                + $"{Counted.Of(weights.Length, "output")} ({string.Join(", ", graph.OutputNames)}), null where all samples count "
                + $"alike; it has {sampleWeight.Count}.", name);
        if (sampleWeight is null)
            return weights;
        IReadOnlyList<Shape> predictions = graph.OutputShapesFor(inputs);
        for (int i = 0; i < weights.Length; i++)
        {
            if (Of(sampleWeight, i) is not { } given)
                continue;
            weights[i] = Align(given, predictions[i]) ?? throw new ArgumentException(
                $"{name} needs one weight for each row, {inputs[0].Rows} in all, shape "
                    + $"({inputs[0].Rows},){OfSteps(predictions[i], graph.OutputName(i))}; it has the shape {given.Shape}.", name);
            Check(given, name);
        }

        return weights;
    }

    /// <summary>Returns the weights of an output.</summary>
    public static Tensor? Of(IReadOnlyList<Tensor?>? sampleWeight, int output) =>
        sampleWeight is null ? null : sampleWeight[sampleWeight.Count == 1 ? 0 : output];

    /// <exception cref="ArgumentException">A weight is not finite.</exception>
    public static void Check(Tensor sampleWeight, string name)
    {
        for (int i = 0; i < sampleWeight.Length; i++)
        {
            if (!float.IsFinite(sampleWeight.Data[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"{name} must be finite; row {i / sampleWeight.RowLength} has "
                    + $"{sampleWeight.Data[i]}."), name);
        }
    }

    /// <summary>
    /// Returns the weight of each sample's class; classes without a weight weigh 1. One-hot targets count as the index of their maximum,
    /// others are rounded. Keras: data_adapters/data_adapter_utils.py, <c>class_weight_to_sample_weights</c>.
    /// </summary>
    public static Tensor OfClasses(IReadOnlyDictionary<int, float> classWeight, Tensor target)
    {
        if (target.Rank > 2)
            throw new ArgumentException($"classWeight is for targets of one class a row; y has the shape {target.Shape}. Give each row "
                + "its weight: sampleWeight.", nameof(classWeight));
        foreach ((int label, float weight) in classWeight)
        {
            if (!float.IsFinite(weight))
                throw new ArgumentException(FormattableString.Invariant($"classWeight must be finite; class {label} has {weight}."),
                    nameof(classWeight));
        }

        float[] weights = new float[target.Rows];
        OfClasses(classWeight, target, weights);
        return weights;
    }

    /// <summary>Writes the weight of each sample's class.</summary>
    public static void OfClasses(IReadOnlyDictionary<int, float> classWeight, Tensor target, Span<float> weights)
    {
        for (int i = 0; i < weights.Length; i++)
            weights[i] = classWeight.TryGetValue(ClassOf(target.Row(i)), out float weight) ? weight : 1;
    }

    /// <summary>
    /// Returns one weight for each sample, or for each row of the output where a sample has several; null if it is neither.
    /// </summary>
    private static Tensor? Align(Tensor weights, Shape prediction)
    {
        int samples = prediction[0];
        if (weights.Shape.Equals(samples) || weights.Shape.Sizes.SequenceEqual(prediction.Sizes[..^1]))
            return weights;
        return weights.Shape.Equals(new Shape(samples, 1)) ? weights.Reshape(samples) : null;
    }

    private static string OfSteps(Shape prediction, string output) => prediction.Rank > 2
        ? $", or one for each step, shape {new Shape(prediction.Sizes[..^1])}, for the output '{output}'"
        : "";

    private static int ClassOf(ReadOnlySpan<float> row) =>
        row.Length > 1 ? TensorPrimitives.IndexOfMax(row) : (int)MathF.Round(row[0]);
}
