namespace NeuralNet.LinearAlgebra;

/// <summary>
/// Completes the values of a product while they are in the cache, as an activation does. Implementations are structs; threads call one
/// copy for different values at the same time.
/// </summary>
public interface IProductCompletion
{
    /// <summary>Completes values of the result: whole rows one after the other, or a part of a single row.</summary>
    /// <param name="values">The values, which the method may overwrite.</param>
    void Complete(Span<float> values);
}
