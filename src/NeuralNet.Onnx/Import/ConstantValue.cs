using System.Runtime.InteropServices;
using Google.Protobuf;
using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx;

/// <summary>A tensor that is in the file. Its values are taken out when they are needed.</summary>
internal sealed class ConstantValue : ImportedValue
{
    private readonly TensorProto tensor;
    private readonly ImportContext context;

    /// <exception cref="ModelFileException">The values are not in the file, or not as many as its sizes say.</exception>
    public ConstantValue(TensorProto tensor, ImportContext context)
    {
        (this.tensor, this.context) = (tensor, context);
        if (tensor.DataLocation == DataLocation.External)
            throw new ModelFileException($"the values of {this} are in another file; export the model as one file");
        long length = 1;
        foreach (long size in tensor.Dims)
        {
            length = size is >= 0 and <= int.MaxValue
                ? checked(length * size)
                : throw new ModelFileException($"{this} has an axis of size {size}");
        }

        Sizes = [.. tensor.Dims.Select(size => (int)size)];
        if (length != CountValues())
            throw new ModelFileException($"{this} has {CountValues()} values for the sizes [{string.Join(", ", Sizes)}]");
        Length = (int)length;
    }

    public string Name => tensor.Name;

    public int[] Sizes { get; }

    public int Length { get; }

    protected override string Description => $"{this}";

    /// <summary>Its size, if it is a list along the last axis and has one place on the others; null otherwise.</summary>
    public int? VectorLength => Sizes.Length > 0 && Sizes[^1] == Length ? Length : null;

    /// <summary>Its only number.</summary>
    public double Scalar => Length == 1
        ? ToDoubles()[0]
        : throw new ModelFileException($"{this} should be a single number; it has {Length}");

    public float[] ToFloats()
    {
        context.Spend(Length);
        return Type switch
        {
            DataType.Float => Read<float>(tensor.FloatData),
            DataType.Double => Array.ConvertAll(Read<double>(tensor.DoubleData), value => (float)value),
            DataType.Float16 => Array.ConvertAll(Read<Half>(null), value => (float)value),
            DataType.Int64 => Array.ConvertAll(Read<long>(tensor.Int64Data), value => (float)value),
            _ => Array.ConvertAll(Read<int>(tensor.Int32Data), value => (float)value),
        };
    }

    public double[] ToDoubles() => Array.ConvertAll(ToFloats(), value => (double)value);

    /// <exception cref="ModelFileException">It is of floating point.</exception>
    public long[] ToIntegers()
    {
        context.Spend(Length);
        return Type switch
        {
            DataType.Int64 => Read<long>(tensor.Int64Data),
            DataType.Int32 => Array.ConvertAll(Read<int>(tensor.Int32Data), value => (long)value),
            _ => throw new ModelFileException($"{this} should be of whole numbers; it is of {Type}"),
        };
    }

    public override string ToString() => $"the constant '{Name}'";

    private DataType Type => (DataType)tensor.DataType;

    private bool IsRaw => tensor.HasRawData;

    private long CountValues() => Type switch
    {
        DataType.Float => Count(sizeof(float), tensor.FloatData.Count),
        DataType.Double => Count(sizeof(double), tensor.DoubleData.Count),
        DataType.Float16 => Count(sizeof(ushort), 0),
        DataType.Int64 => Count(sizeof(long), tensor.Int64Data.Count),
        DataType.Int32 => Count(sizeof(int), tensor.Int32Data.Count),
        _ => throw new ModelFileException($"{this} is of the type {Type}; Float, Double, Float16 (as raw data), Int32 and Int64 are read"),
    };

    private long Count(int size, int listed) => IsRaw ? tensor.RawData.Length % size == 0 ? tensor.RawData.Length / size : -1 : listed;

    private T[] Read<T>(IEnumerable<T>? listed)
        where T : unmanaged
    {
        if (!IsRaw)
            return [.. listed ?? []];
        byte[] bytes = tensor.RawData.ToByteArray();
        int size = Marshal.SizeOf<T>();
        for (int start = 0; !BitConverter.IsLittleEndian && start < bytes.Length; start += size)
            bytes.AsSpan(start, size).Reverse();
        return MemoryMarshal.Cast<byte, T>(bytes).ToArray();
    }
}
