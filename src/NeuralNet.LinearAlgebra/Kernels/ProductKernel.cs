using System.Numerics;

namespace NeuralNet.LinearAlgebra;

/// <summary>Matrix products of one number type by one technique.</summary>
internal abstract class ProductKernel<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Computes a product; threads share it if that pays and <paramref name="mayShare"/> allows it, with the same bits.</summary>
    public abstract void Run(in ProductOperation<T> product, bool mayShare = true);

    /// <summary>The number of columns of a panel of a packed matrix.</summary>
    public abstract int PanelColumns { get; }

    /// <summary>Computes a product with packed panels on this thread.</summary>
    public abstract void RunPanels(in PanelOperation<T> product);

    /// <summary>Computes a product with packed panels, of operands that are stored by columns, on this thread.</summary>
    public abstract void RunPanelsByColumns(in PanelOperation<T> product);
}
