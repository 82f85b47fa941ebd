using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// What ends a normalization: y = γ·x̂ + β, one γ and β for each place of a row, each of them optional.
/// </summary>
internal sealed class ScaleAndCenter(
    bool center, bool scale, Initializer? betaInitializer, Initializer? gammaInitializer, Regularizer? betaRegularizer,
    Regularizer? gammaRegularizer, Constraint? betaConstraint, Constraint? gammaConstraint)
{
    private readonly Initializer betaInitializer = betaInitializer ?? new Zeros(), gammaInitializer = gammaInitializer ?? new Ones();
    private Parameter? gamma, beta;

    /// <summary>Declares γ and β, in this order; with <paramref name="onlyScales"/> γ alone, whatever the settings say.</summary>
    public void Declare(LayerBuilder builder, Shape shape, bool onlyScales = false)
    {
        gamma = scale || onlyScales
            ? builder.AddParameter("gamma", shape, gammaInitializer, true, gammaRegularizer, gammaConstraint)
            : null;
        beta = center && !onlyScales ? builder.AddParameter("beta", shape, betaInitializer, true, betaRegularizer, betaConstraint) : null;
    }

    /// <summary>y = γ·x̂ + β for one row.</summary>
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

    /// <summary>Takes Σ dy·x̂ and Σ dy over the rows, which are dγ and dβ where these are wanted.</summary>
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

    /// <summary>dγ = r·Σ dy·x̂ + d·Σ dy, where γ multiplies x̂·r + d.</summary>
    public void PutCorrectedGradient(
        Frame frame, ReadOnlySpan<float> sumOfProducts, ReadOnlySpan<float> sum, ReadOnlySpan<float> r, ReadOnlySpan<float> d)
    {
        if (gamma is null || frame.Gradient(gamma) is not { } gradient)
            return;
        TensorPrimitives.Multiply(sumOfProducts, r, gradient.Data);
        TensorPrimitives.MultiplyAdd(sum, d, gradient.Data, gradient.Data);
    }

    public void WriteTo(Configuration configuration)
    {
        configuration.Set("center", center);
        configuration.Set("scale", scale);
        configuration.Set("beta_initializer", betaInitializer);
        configuration.Set("gamma_initializer", gammaInitializer);
        configuration.Set("beta_regularizer", betaRegularizer);
        configuration.Set("gamma_regularizer", gammaRegularizer);
        configuration.Set("beta_constraint", betaConstraint);
        configuration.Set("gamma_constraint", gammaConstraint);
    }
}
