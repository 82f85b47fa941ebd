using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace NeuralNet;

/// <summary>
/// The cyclic redundancy check of 32 bits with Castagnoli's polynomial, computed incrementally. It detects every change of up to 32
/// adjacent bits and all but one in 2³² of the other changes: damage, not manipulation. Castagnoli et al., "Optimization of cyclic
/// redundancy-check codes with 24 and 32 parity bits", 1993.
/// </summary>
internal sealed class Crc32C
{
    private uint state = uint.MaxValue;

    public uint Value => ~state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint crc = state;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        state = crc;
    }

    /// <summary>Appends a text and a terminator.</summary>
    public void Append(string text)
    {
        Append(Encoding.UTF8.GetBytes(text));
        Append([0]);
    }
}
