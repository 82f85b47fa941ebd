namespace NeuralNet;

/// <summary>The function y = factor·x + offset of each index of the last axis, which a layer before it can take into its kernel.</summary>
/// <param name="Factors">The factor of each index.</param>
/// <param name="Offsets">The offset of each index.</param>
internal sealed record FeatureScaling(double[] Factors, double[] Offsets)
{
    /// <summary>Multiplies each row of a matrix by the factors.</summary>
    public void Scale(Span<float> rows)
    {
        for (int i = 0; i < rows.Length; i++)
            rows[i] = (float)(rows[i] * Factors[i % Factors.Length]);
    }

    /// <summary>Multiplies a row by the factors and adds the offsets.</summary>
    public void ScaleAndMove(Span<float> row)
    {
        for (int i = 0; i < row.Length; i++)
            row[i] = (float)((row[i] * Factors[i]) + Offsets[i]);
    }
}
