namespace NeuralNet.Onnx;

/// <summary>A factor of the size of an axis. It keeps its identity while operators split, merge and move axes.</summary>
internal sealed class AxisFactor(AxisSize size)
{
    public AxisSize Size => size;

    /// <summary>Returns the product of the sizes of factors; 1 of none.</summary>
    public static AxisSize SizeOf(IEnumerable<AxisFactor> factors) => AxisSize.Product(factors.Select(factor => factor.Size));
}
