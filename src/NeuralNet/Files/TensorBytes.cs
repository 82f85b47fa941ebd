using System.Buffers.Binary;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace NeuralNet;

/// <summary>Converts the numbers of a file, little-endian by default, to float32 values and back.</summary>
internal static class TensorBytes
{
    /// <summary>Reads as many elements as <paramref name="values"/> takes.</summary>
    public static void Decode(SafetensorsDataType type, ReadOnlySpan<byte> bytes, Span<float> values, bool isBigEndian = false)
    {
        if (isBigEndian == BitConverter.IsLittleEndian)
            bytes = Reversed(bytes, SafetensorsDataTypes.SizeOf(type));
        switch (type)
        {
            case SafetensorsDataType.F32:
                bytes.CopyTo(MemoryMarshal.AsBytes(values));
                break;
            case SafetensorsDataType.F64:
                Convert<double>(bytes, values);
                break;
            case SafetensorsDataType.F16:
                Convert<Half>(bytes, values);
                break;
            case SafetensorsDataType.BF16:
                DecodeBrainFloats(MemoryMarshal.Cast<byte, ushort>(bytes), values);
                break;
            case SafetensorsDataType.I64:
                Convert<long>(bytes, values);
                break;
            case SafetensorsDataType.I32:
                Convert<int>(bytes, values);
                break;
            case SafetensorsDataType.I16:
                Convert<short>(bytes, values);
                break;
            case SafetensorsDataType.I8:
                Convert<sbyte>(bytes, values);
                break;
            case SafetensorsDataType.U64:
                Convert<ulong>(bytes, values);
                break;
            case SafetensorsDataType.U32:
                Convert<uint>(bytes, values);
                break;
            case SafetensorsDataType.U16:
                Convert<ushort>(bytes, values);
                break;
            case SafetensorsDataType.U8:
                Convert<byte>(bytes, values);
                break;
            case SafetensorsDataType.Bool:
                DecodeTruthValues(bytes, values);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(type), type, "Unknown type.");
        }
    }

    /// <summary>Writes float32 values as F32 or F64.</summary>
    public static void Encode(SafetensorsDataType type, ReadOnlySpan<float> values, Span<byte> bytes)
    {
        if (type == SafetensorsDataType.F32 && BitConverter.IsLittleEndian)
        {
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
            return;
        }

        int size = SafetensorsDataTypes.SizeOf(type);
        for (int i = 0; i < values.Length; i++)
        {
            if (type == SafetensorsDataType.F32)
                BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * size)..], values[i]);
            else
                BinaryPrimitives.WriteDoubleLittleEndian(bytes[(i * size)..], values[i]);
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> bytes, Span<float> values)
        where T : unmanaged, INumberBase<T> => TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, T>(bytes), values);

    /// <summary>Reads bfloat16 values, which are the upper halves of float32 values.</summary>
    private static void DecodeBrainFloats(ReadOnlySpan<ushort> halves, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = BitConverter.Int32BitsToSingle(halves[i] << 16);
    }

    private static void DecodeTruthValues(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = bytes[i] == 0 ? 0 : 1;
    }

    /// <summary>Returns a copy with the bytes of each element in the opposite order.</summary>
    private static byte[] Reversed(ReadOnlySpan<byte> bytes, int size)
    {
        byte[] copy = bytes.ToArray();
        for (int start = 0; start < copy.Length; start += size)
            copy.AsSpan(start, size).Reverse();
        return copy;
    }
}
