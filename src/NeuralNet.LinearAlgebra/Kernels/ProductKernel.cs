using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>Matrix products of one number type by one technique.</summary>
internal abstract class ProductKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public abstract void Run(in MatrixProduct<T> product);
}
