using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>The end of a normalization: y = γ·x̂ + β, with one γ and one β for each element of a row, each of them optional.</summary>
/// <param name="gamma">The parameter γ; null if there is none.</param>
/// <param name="beta">The parameter β; null if there is none.</param>
internal sealed class ScaleAndCenter(Parameter? gamma, Parameter? beta)
{
    /// <summary>Computes y = γ·x̂ + β for one row.</summary>
    public void Apply(ReadOnlySpan<float> normalized, Span<float> output)
    {
        if (gamma is not null && beta is not null)
            TensorPrimitives.MultiplyAdd(normalized, gamma.Value.Data, beta.Value.Data, output);
        else if (gamma is not null)
            TensorPrimitives.Multiply(normalized, gamma.Value.Data, output);
        else if (beta is not null)
            TensorPrimitives.Add(normalized, beta.Value.Data, output);
        else
            normalized.CopyTo(output);
    }

    /// <summary>Multiplies a row by γ in place.</summary>
    public void ApplyScale(Span<float> row)
    {
        if (gamma is not null)
            TensorPrimitives.Multiply(row, gamma.Value.Data, row);
    }

    /// <summary>Computes Σ dy·x̂ and Σ dy over the rows, and writes them as dγ and dβ where these are wanted.</summary>
    public void PutGradients(
        Frame frame, ReadOnlySpan<float> gradient, ReadOnlySpan<float> normalized, Span<float> sumOfProducts, Span<float> sum)
    {
        FeatureStatistics.SumOfProducts(gradient, normalized, sumOfProducts);
        Rows.Sum(gradient, sum);
        if (gamma is not null && frame.Gradient(gamma) is { } gammaGradient)
            sumOfProducts.CopyTo(gammaGradient.Data);
        if (beta is not null && frame.Gradient(beta) is { } betaGradient)
            sum.CopyTo(betaGradient.Data);
    }
}
