using System.Numerics.Tensors;
using NeuralNet.LinearAlgebra;

namespace NeuralNet;

/// <summary>The scores Σⱼ wⱼ·tanh(s·(qⱼ + kⱼ)) with a weight w for each feature, or one for all, and a scale s.</summary>
/// <param name="weights">The weights: one, or one for each feature; null if all are 1.</param>
/// <param name="scale">The scale, a scalar; null if it is 1.</param>
/// <param name="sums">
/// Memory for the gradients of the parameters: for each part of the pass one for each weight, then one for the scale; null if they are
/// not needed.
/// </param>
internal readonly struct TanhScores(Tensor? weights, Tensor? scale, Tensor? sums) : IAttentionScores
{
    private readonly float scale = scale is null ? 1 : scale.Data[0];

    public void Write(in MatrixOperand queries, in MatrixOperand keys, in MatrixOperand scores)
    {
        Span<float> values = AttentionTile.OfThread.Features(queries.Columns);
        for (int i = 0; i < queries.Rows; i++)
        {
            Span<float> row = scores.RowSpan(i);
            for (int j = 0; j < keys.Rows; j++)
            {
                Tanh(queries.RowSpan(i), keys.RowSpan(j), values);
                row[j] = Weighted(values);
            }
        }
    }

    public void AddQueryGradient(
        in MatrixOperand gradients, in MatrixOperand queries, in MatrixOperand keys, in MatrixOperand sum, float beta)
    {
        if (beta == 0)
            sum.Clear();
        Span<float> values = AttentionTile.OfThread.Features(queries.Columns);
        for (int i = 0; i < queries.Rows; i++)
        {
            for (int j = 0; j < keys.Rows; j++)
                AddArgumentGradient(gradients.RowSpan(i)[j], queries.RowSpan(i), keys.RowSpan(j), values, sum.RowSpan(i));
        }
    }

    public void AddKeyGradient(
        in MatrixOperand gradients, in MatrixOperand queries, in MatrixOperand keys, in MatrixOperand sum, float beta)
    {
        if (beta == 0)
            sum.Clear();
        Span<float> values = AttentionTile.OfThread.Features(queries.Columns);
        for (int i = 0; i < queries.Rows; i++)
        {
            for (int j = 0; j < keys.Rows; j++)
                AddArgumentGradient(gradients.RowSpan(i)[j], queries.RowSpan(i), keys.RowSpan(j), values, sum.RowSpan(j));
        }
    }

    public void AddParameterGradients(in MatrixOperand gradients, in MatrixOperand queries, in MatrixOperand keys, int part)
    {
        if (sums is null)
            return;
        Span<float> sum = sums.Row(part), ofWeights = sum[..^1], values = AttentionTile.OfThread.Features(queries.Columns);
        for (int i = 0; i < queries.Rows; i++)
        {
            for (int j = 0; j < keys.Rows; j++)
            {
                float gradient = gradients.RowSpan(i)[j];
                Tanh(queries.RowSpan(i), keys.RowSpan(j), values);
                if (ofWeights.Length == values.Length && weights is { Length: > 1 })
                    TensorPrimitives.MultiplyAdd(values, gradient, ofWeights, ofWeights);
                else if (ofWeights.Length > 0)
                    ofWeights[0] += gradient * TensorPrimitives.Sum<float>(values);
                sum[^1] += gradient * ScaleDerivative(queries.RowSpan(i), keys.RowSpan(j), values);
            }
        }
    }

    /// <summary>Writes the sums of the parts, from a column on, as the gradient of a parameter; nothing if it is not needed.</summary>
    public static void PutSum(Tensor sums, int column, Tensor? gradient)
    {
        for (int i = 0; i < gradient?.Length; i++)
        {
            double sum = 0;
            for (int part = 0; part < sums.Rows; part++)
                sum += sums.Row(part)[column + i];
            gradient.Data[i] = (float)sum;
        }
    }

    /// <summary>Writes tanh(s·(q + k)).</summary>
    private void Tanh(ReadOnlySpan<float> query, ReadOnlySpan<float> key, Span<float> values)
    {
        TensorPrimitives.Add(query, key, values);
        if (scale != 1)
            TensorPrimitives.Multiply(values, scale, values);
        TensorPrimitives.Tanh(values, values);
    }

    /// <summary>Computes Σ w·t.</summary>
    private float Weighted(ReadOnlySpan<float> values) => weights switch
    {
        null => TensorPrimitives.Sum(values),
        { Length: 1 } => weights.Data[0] * TensorPrimitives.Sum(values),
        _ => TensorPrimitives.Dot(weights.Data, values),
    };

    /// <summary>Adds g·w·s·(1 − t²), the gradient of q + k.</summary>
    private void AddArgumentGradient(
        float gradient, ReadOnlySpan<float> query, ReadOnlySpan<float> key, Span<float> values, Span<float> sum)
    {
        WriteWeightedDerivative(query, key, values);
        TensorPrimitives.MultiplyAdd(values, gradient * scale, sum, sum);
    }

    /// <summary>Writes w·(1 − t²) for t = tanh(s·(q + k)).</summary>
    private void WriteWeightedDerivative(ReadOnlySpan<float> query, ReadOnlySpan<float> key, Span<float> values)
    {
        Tanh(query, key, values);
        TensorPrimitives.Multiply(values, values, values);
        TensorPrimitives.Subtract(1, values, values);
        if (weights is { Length: 1 })
            TensorPrimitives.Multiply(values, weights.Data[0], values);
        else if (weights is not null)
            TensorPrimitives.Multiply(values, weights.Data, values);
    }

    /// <summary>Computes Σ w·(1 − t²)·(q + k), the derivative by the scale.</summary>
    private float ScaleDerivative(ReadOnlySpan<float> query, ReadOnlySpan<float> key, Span<float> values)
    {
        WriteWeightedDerivative(query, key, values);
        return TensorPrimitives.Dot(values, query) + TensorPrimitives.Dot<float>(values, key);
    }
}
