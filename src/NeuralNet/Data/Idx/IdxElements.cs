using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>Converts the big-endian elements of an IDX file to float32.</summary>
internal static class IdxElements
{
    /// <summary>Returns the number of bytes of an element.</summary>
    public static int SizeOf(IdxElementType type) => type switch
    {
        IdxElementType.UnsignedByte or IdxElementType.SignedByte => 1,
        IdxElementType.Int16 => 2,
        IdxElementType.Int32 or IdxElementType.Float32 => 4,
        _ => 8,
    };

    /// <summary>Converts as many elements as <paramref name="values"/> has. The order of the bytes is changed in place.</summary>
    /// <returns>The index of the first element that float32 cannot hold; -1 if it holds all.</returns>
    public static int Convert(IdxElementType type, Span<byte> bytes, Span<float> values)
    {
        switch (type)
        {
            case IdxElementType.UnsignedByte:
                TensorPrimitives.ConvertTruncating<byte, float>(bytes, values);
                return -1;
            case IdxElementType.SignedByte:
                TensorPrimitives.ConvertTruncating<sbyte, float>(MemoryMarshal.Cast<byte, sbyte>(bytes), values);
                return -1;
            case IdxElementType.Int16:
                TensorPrimitives.ConvertTruncating<short, float>(Int16s(bytes), values);
                return -1;
            case IdxElementType.Int32:
                return ConvertInt32s(Int32s(bytes), values);
            case IdxElementType.Float32:
                MemoryMarshal.Cast<int, float>(Int32s(bytes)).CopyTo(values);
                return -1;
            default:
                return ConvertDoubles(MemoryMarshal.Cast<long, double>(Int64s(bytes)), values);
        }
    }

    private static int ConvertInt32s(ReadOnlySpan<int> numbers, Span<float> values)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            values[i] = numbers[i];
            if ((long)values[i] != numbers[i])
                return i;
        }

        return -1;
    }

    private static int ConvertDoubles(ReadOnlySpan<double> numbers, Span<float> values)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            values[i] = (float)numbers[i];
            if (float.IsInfinity(values[i]) && double.IsFinite(numbers[i]))
                return i;
        }

        return -1;
    }

    private static Span<short> Int16s(Span<byte> bytes)
    {
        Span<short> numbers = MemoryMarshal.Cast<byte, short>(bytes);
        if (BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(numbers, numbers);
        return numbers;
    }

    private static Span<int> Int32s(Span<byte> bytes)
    {
        Span<int> numbers = MemoryMarshal.Cast<byte, int>(bytes);
        if (BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(numbers, numbers);
        return numbers;
    }

    private static Span<long> Int64s(Span<byte> bytes)
    {
        Span<long> numbers = MemoryMarshal.Cast<byte, long>(bytes);
        if (BitConverter.IsLittleEndian)
            BinaryPrimitives.ReverseEndianness(numbers, numbers);
        return numbers;
    }
}
