using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>How much each sample counts, from a caller's weights of samples or of classes.</summary>
internal static class SampleWeights
{
    /// <exception cref="ArgumentException">There is not one weight for each row, or a weight is negative or not finite.</exception>
    public static float[]? OfSamples(Tensor? sampleWeight, int rows)
    {
        if (sampleWeight is null)
            return null;
        if (sampleWeight.Length != rows || sampleWeight.Rows != rows)
            throw new ArgumentException($"sampleWeight needs one weight for each of the {rows} rows, shape ({rows},); it has the shape {sampleWeight.Shape}.", nameof(sampleWeight));
        for (int i = 0; i < rows; i++)
        {
            if (sampleWeight.Data[i] is not (>= 0 and < float.PositiveInfinity))
                throw new ArgumentException(FormattableString.Invariant($"sampleWeight must be finite and not negative; row {i} has {sampleWeight.Data[i]}."), nameof(sampleWeight));
        }

        return sampleWeight.Data;
    }

    /// <summary>
    /// The weight of each sample's class; classes that are not named weigh 1. One-hot targets count as their greatest place, others
    /// are rounded. Keras: data_adapters/data_adapter_utils.py, <c>class_weight_to_sample_weights</c>.
    /// </summary>
    public static float[] OfClasses(IReadOnlyDictionary<int, float> classWeight, Tensor target)
    {
        if (target.Rank > 2)
            throw new ArgumentException($"classWeight is for targets of one class a row; y has the shape {target.Shape}. Give each row its weight: sampleWeight.", nameof(classWeight));
        foreach ((int label, float weight) in classWeight)
        {
            if (weight is not (>= 0 and < float.PositiveInfinity))
                throw new ArgumentException(FormattableString.Invariant($"classWeight must be finite and not negative; class {label} has {weight}."), nameof(classWeight));
        }

        float[] weights = new float[target.Rows];
        for (int i = 0; i < weights.Length; i++)
            weights[i] = classWeight.TryGetValue(ClassOf(target.Row(i)), out float weight) ? weight : 1;
        return weights;
    }

    private static int ClassOf(ReadOnlySpan<float> row) =>
        row.Length > 1 ? TensorPrimitives.IndexOfMax(row) : (int)MathF.Round(row[0]);
}
