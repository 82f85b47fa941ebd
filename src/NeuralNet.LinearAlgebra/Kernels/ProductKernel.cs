using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>Matrix products of one number type by one technique.</summary>
internal abstract class ProductKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Computes a product; threads share it if that pays and <paramref name="mayShare"/> allows it, with the same bits.</summary>
    public abstract void Run(in ProductOperation<T> product, bool mayShare = true);
}
