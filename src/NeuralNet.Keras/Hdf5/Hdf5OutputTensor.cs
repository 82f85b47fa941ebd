using System.Runtime.InteropServices;

namespace NeuralNet.Keras;

/// <summary>A tensor that is written to an HDF5 file.</summary>
internal sealed class Hdf5OutputTensor : IHdf5Output
{
    private readonly Array elements;

    public Hdf5OutputTensor(Tensor values)
        : this(Hdf5Class.FloatingPoint, [.. values.Shape], values.ToArray())
    {
    }

    public Hdf5OutputTensor(float value)
        : this(Hdf5Class.FloatingPoint, [], new[] { value })
    {
    }

    public Hdf5OutputTensor(int value)
        : this(Hdf5Class.Integer, [], new[] { value })
    {
    }

    private Hdf5OutputTensor(Hdf5Class elementClass, int[] sizes, Array elements) =>
        (Class, Sizes, this.elements) = (elementClass, sizes, elements);

    /// <summary>The class of the elements, which are float32 or int32.</summary>
    public Hdf5Class Class { get; }

    /// <summary>The sizes of the axes; none for a single number.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The elements in row-major order.</summary>
    public ReadOnlySpan<byte> Data => elements is float[] numbers
        ? MemoryMarshal.AsBytes(numbers.AsSpan())
        : MemoryMarshal.AsBytes(((int[])elements).AsSpan());
}
