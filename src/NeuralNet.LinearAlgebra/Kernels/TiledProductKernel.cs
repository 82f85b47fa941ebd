using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>Products from register tiles of one width: decides which of the ways to go suits the shape.</summary>
internal sealed class TiledProductKernel<T, TVector, TLanes, TMaxColumns> : ProductKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
    where TMaxColumns : struct, IConstant
{
    // Multiplications below which handing half of them to another thread costs more than it saves.
    private const long SharedWork = 100_000;

    public override void Run(in MatrixProduct<T> product)
    {
        if (SmallProduct<T, TVector, TLanes>.Suits(product))
            SmallProduct<T, TVector, TLanes>.Run(product);
        else
            PackedProduct<T, TVector, TLanes, TMaxColumns>.Run(product, product.Rows * product.Columns * product.Depth >= SharedWork);
    }
}
