using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NeuralNet.Keras;

/// <summary>A tensor of an HDF5 file, which the format calls a data set.</summary>
/// <param name="path">The path from the root.</param>
/// <param name="type">The type of the elements.</param>
/// <param name="sizes">The sizes of the axes.</param>
/// <param name="data">The elements in row-major order.</param>
/// <param name="attributes">The attributes by their names.</param>
internal sealed class Hdf5Tensor(
    string path, Hdf5Type type, ulong[] sizes, ReadOnlyMemory<byte> data, IReadOnlyDictionary<string, Hdf5Attribute> attributes)
{
    /// <summary>The attribute in which Keras notes that the elements are bfloat16, for which HDF5 has no type.</summary>
    private const string TypeAttribute = "dtype";

    public string Path => path;

    public ulong[] Sizes => sizes;

    /// <summary>The number of elements.</summary>
    public long Count => data.Length / type.Size;

    /// <summary>The sizes of the axes as a text: <c>(5, 7)</c>.</summary>
    public string ShapeText => $"({string.Join(", ", Sizes)}{(Sizes.Length == 1 ? "," : "")})";

    private bool IsBFloat16 => type.Size == 2 && attributes.TryGetValue(TypeAttribute, out Hdf5Attribute? attribute)
        && attribute.ReadTexts() is ["bfloat16"];

    public bool HasShape(Shape shape) => Sizes.SequenceEqual(shape.Select(size => (ulong)size));

    /// <summary>Reads the elements as float32.</summary>
    /// <exception cref="ModelFileException">The elements are not numbers.</exception>
    public Tensor Read(Shape shape)
    {
        var values = new float[shape.Size];
        ReadTo(values);
        return new Tensor(shape, values);
    }

    /// <summary>Reads a single integer.</summary>
    /// <exception cref="ModelFileException">The tensor is not a single integer.</exception>
    public long ReadInteger() => (Count, type.Class, type.Size) switch
    {
        (1, Hdf5Class.Integer, 4) => Elements<int>()[0],
        (1, Hdf5Class.Integer, 8) => Elements<long>()[0],
        _ => throw new ModelFileException($"'{path}' is not a whole number"),
    };

    /// <summary>Reads a single number.</summary>
    /// <exception cref="ModelFileException">The tensor is not a single number.</exception>
    public float ReadNumber() => Count == 1 ? Read([1]).ToArray()[0] : throw new ModelFileException($"'{path}' is not a number");

    private void ReadTo(Span<float> values)
    {
        switch (type.Class, type.Size)
        {
            case (_, 2) when IsBFloat16:
                ReadOnlySpan<ushort> halves = Elements<ushort>();
                for (int i = 0; i < halves.Length; i++)
                    values[i] = BitConverter.Int32BitsToSingle(halves[i] << 16);
                break;
            case (Hdf5Class.FloatingPoint, 4):
                Elements<float>().CopyTo(values);
                break;
            case (Hdf5Class.FloatingPoint, 8):
                Convert<double>(values);
                break;
            case (Hdf5Class.FloatingPoint, 2):
                Convert<Half>(values);
                break;
            case (Hdf5Class.Integer, 4):
                Convert<int>(values);
                break;
            case (Hdf5Class.Integer, 8):
                Convert<long>(values);
                break;
            default:
                throw new ModelFileException($"'{path}' has elements of {type.Size} bytes of the class {type.Class}; known are float16, "
                    + "bfloat16, float32, float64, int32 and int64");
        }
    }

    private void Convert<T>(Span<float> values)
        where T : unmanaged, INumberBase<T> => TensorPrimitives.ConvertTruncating(Elements<T>(), values);

    private ReadOnlySpan<T> Elements<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(data.Span);
}
