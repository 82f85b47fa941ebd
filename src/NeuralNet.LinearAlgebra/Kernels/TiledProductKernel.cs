using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>Computes products from register tiles of one width, with the technique of the lowest cost for each shape.</summary>
internal sealed class TiledProductKernel<T, TTiles> : ProductKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TTiles : struct, ITiles<T>
{
    public override void Run(in ProductOperation<T> product, bool mayShare = true)
    {
        if (SmallProduct<T, TTiles>.Suits(product))
        {
            SmallProduct<T, TTiles>.Run(product);
            return;
        }

        bool shared = mayShare && product.Work >= ProductCost.MinSharedWork;
        if (product.Rows >= ProductCost.MinPackedSize && product.Columns >= ProductCost.MinPackedSize)
            PackedProduct<T, TTiles>.Run(product, shared);
        else
            RunCheapest(product, shared);
    }

    public override int PanelColumns => TTiles.Rows;

    public override void RunPanels(in PanelOperation<T> product) => PanelProduct<T, TTiles>.Run(product);

    public override void RunPanelsByColumns(in PanelOperation<T> product) => PanelProduct<T, TTiles>.RunByColumns(product);

    private static void RunCheapest(in ProductOperation<T> product, bool shared)
    {
        ProductOperation<T> transposed = product.Transposed;
        if (VectorProduct<T, TTiles>.Suits(product) || VectorProduct<T, TTiles>.Suits(transposed))
        {
            VectorProduct<T, TTiles>.Run(VectorProduct<T, TTiles>.Suits(product) ? product : transposed, shared);
            return;
        }

        ref readonly ProductOperation<T> flat = ref product.Rows <= product.Columns ? ref product : ref transposed;
        double upright = ProductCost.Packed<T, TTiles>(product);
        double across = ProductCost.Packed<T, TTiles>(transposed);
        double dots = ProductCost.Dots<T, TTiles>(flat);
        if (dots < upright && dots < across)
            DotProduct<T, TTiles>.Run(flat, shared);
        else
            PackedProduct<T, TTiles>.Run(upright <= across ? product : transposed, shared);
    }
}
