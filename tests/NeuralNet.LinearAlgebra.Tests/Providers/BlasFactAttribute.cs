namespace NeuralNet.LinearAlgebra.Tests;

/// <summary>A test that requires a BLAS library, and is skipped with a reason if the system has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BlasFactAttribute : FactAttribute
{
    public BlasFactAttribute()
    {
        if (!BlasLinearAlgebraProvider.TryCreate(out _))
            Skip = "No BLAS library on this system (Debian: package libopenblas0-pthread).";
    }
}
