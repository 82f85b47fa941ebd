using System.Runtime.InteropServices;
using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx;

/// <summary>A tensor that is in the file. Its values are taken out when they are needed.</summary>
internal sealed class StoredConstant : ConstantValue
{
    private readonly TensorProto tensor;

    /// <exception cref="ModelFileException">The values are not in the file, or not as many as its sizes say.</exception>
    public StoredConstant(TensorProto tensor, ImportContext context)
        : base(tensor.Name, SizesOf(tensor), context)
    {
        this.tensor = tensor;
        if (tensor.DataLocation == DataLocation.External)
            throw new ModelFileException($"the values of {this} are in another file; export the model as one file");
        if (Length != CountValues())
            throw new ModelFileException($"{this} has {CountValues()} values for the sizes [{string.Join(", ", Sizes)}]");
    }

    /// <summary>Truth values count as the whole numbers 1 and 0.</summary>
    public override bool IsInteger => Type is DataType.Int64 or DataType.Int32 or DataType.Bool or DataType.Uint8;

    private DataType Type => (DataType)tensor.DataType;

    private bool IsRaw => tensor.HasRawData;

    protected override float[] ReadFloats() => Type switch
    {
        DataType.Float => Read<float>(tensor.FloatData),
        DataType.Double => Array.ConvertAll(Read<double>(tensor.DoubleData), value => (float)value),
        DataType.Float16 => Array.ConvertAll(Read<Half>(null), value => (float)value),
        DataType.Int64 => Array.ConvertAll(Read<long>(tensor.Int64Data), value => (float)value),
        DataType.Bool or DataType.Uint8 => Array.ConvertAll(ReadIntegers(), value => (float)value),
        _ => Array.ConvertAll(Read<int>(tensor.Int32Data), value => (float)value),
    };

    protected override long[] ReadIntegers() => Type switch
    {
        DataType.Int64 => Read<long>(tensor.Int64Data),
        DataType.Int32 => Array.ConvertAll(Read<int>(tensor.Int32Data), value => (long)value),
        DataType.Bool or DataType.Uint8 when IsRaw => Array.ConvertAll(tensor.RawData.ToByteArray(), value => (long)value),
        DataType.Bool or DataType.Uint8 => [.. tensor.Int32Data.Select(value => (long)value)],
        _ => throw new ModelFileException($"{this} should be of whole numbers; it is of {Type}"),
    };

    private static int[] SizesOf(TensorProto tensor) =>
    [
        .. tensor.Dims.Select(size => size is >= 0 and <= int.MaxValue
            ? (int)size
            : throw new ModelFileException($"the constant '{tensor.Name}' has an axis of size {size}")),
    ];

    private long CountValues() => Type switch
    {
        DataType.Float => Count(sizeof(float), tensor.FloatData.Count),
        DataType.Double => Count(sizeof(double), tensor.DoubleData.Count),
        DataType.Float16 => Count(sizeof(ushort), 0),
        DataType.Int64 => Count(sizeof(long), tensor.Int64Data.Count),
        DataType.Int32 => Count(sizeof(int), tensor.Int32Data.Count),
        DataType.Bool or DataType.Uint8 => Count(sizeof(byte), tensor.Int32Data.Count),
        _ => throw new ModelFileException(
            $"{this} is of the type {Type}; Float, Double, Float16 (as raw data), Int32, Int64, Uint8 and Bool are read"),
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
