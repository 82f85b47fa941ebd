using System.Buffers.Binary;
using System.Numerics;

namespace NeuralNet;

/// <summary>Finds numbers of a file that float32 cannot hold: whole numbers that it rounds, and finite ones beyond its range.</summary>
internal static class ExactNumbers
{
    /// <summary>Returns whether float32 holds every number of a type.</summary>
    public static bool HoldAll(SafetensorsDataType type) => type is not (SafetensorsDataType.I64 or SafetensorsDataType.U64
        or SafetensorsDataType.I32 or SafetensorsDataType.U32 or SafetensorsDataType.F64);

    /// <summary>Returns the index of the first element that float32 cannot hold; -1 if it holds all.</summary>
    /// <param name="type">The type of the elements.</param>
    /// <param name="bytes">The elements, in the order of the bytes of the file.</param>
    /// <param name="values">The elements in float32.</param>
    public static int IndexOfLost(SafetensorsDataType type, ReadOnlySpan<byte> bytes, ReadOnlySpan<float> values) => type switch
    {
        SafetensorsDataType.I64 => IndexOfRounded<long>(bytes, values, sizeof(long), isUnsigned: false),
        SafetensorsDataType.U64 => IndexOfRounded<ulong>(bytes, values, sizeof(ulong), isUnsigned: true),
        SafetensorsDataType.I32 => IndexOfRounded<int>(bytes, values, sizeof(int), isUnsigned: false),
        SafetensorsDataType.U32 => IndexOfRounded<uint>(bytes, values, sizeof(uint), isUnsigned: true),
        SafetensorsDataType.F64 => IndexOfInfinite(bytes, values),
        _ => -1,
    };

    private static int IndexOfRounded<T>(ReadOnlySpan<byte> bytes, ReadOnlySpan<float> values, int size, bool isUnsigned)
        where T : IBinaryInteger<T>
    {
        for (int i = 0; i < values.Length; i++)
        {
            if ((Int128)values[i] != Int128.CreateChecked(T.ReadLittleEndian(bytes.Slice(i * size, size), isUnsigned)))
                return i;
        }

        return -1;
    }

    private static int IndexOfInfinite(ReadOnlySpan<byte> bytes, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (float.IsInfinity(values[i]) && double.IsFinite(BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * sizeof(double))..])))
                return i;
        }

        return -1;
    }
}
