using System.Numerics.Tensors;

namespace NeuralNet;

/// <summary>
/// What ends a normalization: y = γ·x̂ + β, one γ and β for each place of a row, each of them optional.
/// </summary>
internal sealed class ScaleAndCenter
{
    private Parameter? gamma, beta;

    public bool Center { get; init; } = true;

    public bool Scale { get; init; } = true;

    public Initializer? BetaInitializer { get; init; }

    public Initializer? GammaInitializer { get; init; }

    public Regularizer? BetaRegularizer { get; init; }

    public Regularizer? GammaRegularizer { get; init; }

    public Constraint? BetaConstraint { get; init; }

    public Constraint? GammaConstraint { get; init; }

    /// <summary>Declares γ and β, in this order.</summary>
    public void Declare(LayerBuilder builder, Shape shape)
    {
        if (Scale)
            gamma = builder.AddParameter("gamma", shape, GammaInitializer ?? new Ones(), true, GammaRegularizer, GammaConstraint);
        if (Center)
            beta = builder.AddParameter("beta", shape, BetaInitializer ?? new Zeros(), true, BetaRegularizer, BetaConstraint);
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

    /// <summary>dγ = Σ dy·x̂ and dβ = Σ dy over the rows, where they are wanted.</summary>
    public void PutGradients(Frame frame, ReadOnlySpan<float> sumOfProducts, ReadOnlySpan<float> sum)
    {
        if (gamma is not null && frame.Gradient(gamma) is { } gammaGradient)
            sumOfProducts.CopyTo(gammaGradient.Data);
        if (beta is not null && frame.Gradient(beta) is { } betaGradient)
            sum.CopyTo(betaGradient.Data);
    }

    public void WriteTo(Configuration configuration)
    {
        configuration.Set("center", Center);
        configuration.Set("scale", Scale);
        configuration.Set("beta_initializer", BetaInitializer ?? new Zeros());
        configuration.Set("gamma_initializer", GammaInitializer ?? new Ones());
        configuration.Set("beta_regularizer", BetaRegularizer);
        configuration.Set("gamma_regularizer", GammaRegularizer);
        configuration.Set("beta_constraint", BetaConstraint);
        configuration.Set("gamma_constraint", GammaConstraint);
    }
}
