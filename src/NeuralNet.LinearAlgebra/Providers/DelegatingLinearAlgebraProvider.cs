using MathNet.Numerics.Providers.LinearAlgebra;

namespace NeuralNet.LinearAlgebra;

/// <summary>
/// A MathNet linear algebra provider that forwards every operation to another one. Derive from it and override only the
/// operations that should behave differently.
/// </summary>
public abstract partial class DelegatingLinearAlgebraProvider : ILinearAlgebraProvider
{
    /// <summary>Creates a provider over <paramref name="inner"/>.</summary>
    /// <param name="inner">The provider that does the work of every operation that is not overridden.</param>
    /// <exception cref="ArgumentNullException"><paramref name="inner"/> is null.</exception>
    protected DelegatingLinearAlgebraProvider(ILinearAlgebraProvider inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Inner = inner;
    }

    /// <summary>The provider that every operation is forwarded to.</summary>
    protected ILinearAlgebraProvider Inner { get; }

    /// <inheritdoc/>
    public virtual bool IsAvailable() => Inner.IsAvailable();

    /// <inheritdoc/>
    public virtual void InitializeVerify() => Inner.InitializeVerify();

    /// <inheritdoc/>
    public virtual void FreeResources() => Inner.FreeResources();
}
