using System.Numerics;
using System.Numerics.Tensors;
using PureHDF;
using PureHDF.VOL.Native;

namespace NeuralNet.Keras;

/// <summary>A data set of an HDF5 file.</summary>
internal sealed class Hdf5Tensor(NativeDataset dataset, string path)
{
    public string Path => path;

    public ulong[] Sizes { get; } = dataset.Space.Dimensions;

    /// <summary>The number of elements.</summary>
    public long Count => Sizes.Aggregate(1L, (count, size) => checked(count * (long)size));

    /// <summary>The sizes of the axes as a text: <c>(5, 7)</c>.</summary>
    public string ShapeText => $"({string.Join(", ", Sizes)}{(Sizes.Length == 1 ? "," : "")})";

    public bool HasShape(Shape shape) => Sizes.SequenceEqual(shape.Select(size => (ulong)size));

    /// <summary>Reads the elements as float32.</summary>
    /// <exception cref="ModelFileException">The elements are not numbers.</exception>
    public Tensor Read(Shape shape) => FileErrors.OfHdf5(() =>
    {
        var values = new float[shape.Size];
        ReadTo(values);
        return new Tensor(shape, values);
    });

    /// <summary>Reads a single integer.</summary>
    /// <exception cref="ModelFileException">The data set is not a single integer.</exception>
    public long ReadInteger()
    {
        if (Count != 1 || dataset.Type.Class != H5DataTypeClass.FixedPoint || dataset.Type.Size is not (4 or 8))
            throw new ModelFileException($"'{path}' is not a whole number");
        return FileErrors.OfHdf5(() => dataset.Type.Size == 4 ? Elements<int>(1)[0] : Elements<long>(1)[0]);
    }

    /// <summary>Reads a single number.</summary>
    /// <exception cref="ModelFileException">The data set is not a single number.</exception>
    public float ReadNumber() => Count == 1 ? Read([1]).ToArray()[0] : throw new ModelFileException($"'{path}' is not a number");

    private void ReadTo(Span<float> values)
    {
        if (values.Length == 0)
            return;
        switch (dataset.Type.Class, dataset.Type.Size)
        {
            case (H5DataTypeClass.FloatingPoint, 4):
                dataset.Read(values);
                break;
            case (H5DataTypeClass.FloatingPoint, 8):
                Convert<double>(values);
                break;
            case (H5DataTypeClass.FloatingPoint, 2):
                Convert<Half>(values);
                break;
            case (H5DataTypeClass.FixedPoint, 4):
                Convert<int>(values);
                break;
            case (H5DataTypeClass.FixedPoint, 8):
                Convert<long>(values);
                break;
            default:
                throw new ModelFileException($"'{path}' has elements of {dataset.Type.Size} bytes of the class {dataset.Type.Class}; known "
                    + "are float16, float32, float64, int32 and int64");
        }
    }

    private void Convert<T>(Span<float> values)
        where T : unmanaged, INumberBase<T> => TensorPrimitives.ConvertTruncating(Elements<T>(values.Length), values);

    private ReadOnlySpan<T> Elements<T>(int count)
        where T : unmanaged
    {
        var elements = new T[count];
        dataset.Read(elements.AsSpan());
        return elements;
    }
}
