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

        int threads = mayShare ? ProductCost.Threads(product.Work) : 1;
        if (product.Rows >= ProductCost.MinPackedSize && product.Columns >= ProductCost.MinPackedSize)
            PackedProduct<T, TTiles>.Run(product, threads);
        else
            RunCheapest(product, threads);
    }

    public override int PanelColumns => TTiles.Rows;

    public override void RunPanels(in PanelOperation<T> product) => PanelProduct<T, TTiles>.Run(product);

    public override void RunPanelsByColumns(in PanelOperation<T> product) => PanelProduct<T, TTiles>.RunByColumns(product);

    private static void RunCheapest(in ProductOperation<T> product, int threads)
    {
        ProductOperation<T> transposed = product.Transposed;
        if (VectorProduct<T, TTiles>.Suits(product) || VectorProduct<T, TTiles>.Suits(transposed))
        {
            VectorProduct<T, TTiles>.Run(VectorProduct<T, TTiles>.Suits(product) ? product : transposed, threads > 1);
            return;
        }

        ref readonly ProductOperation<T> flat = ref product.Rows <= product.Columns ? ref product : ref transposed;
        double upright = ProductCost.Packed<T, TTiles>(product);
        double across = ProductCost.Packed<T, TTiles>(transposed);
        double dots = ProductCost.Dots<T, TTiles>(flat);
        if (dots < upright && dots < across)
            DotProduct<T, TTiles>.Run(flat, threads);
        else
            PackedProduct<T, TTiles>.Run(upright <= across ? product : transposed, threads);
    }
}
