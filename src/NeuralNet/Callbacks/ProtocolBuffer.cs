using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace NeuralNet;

/// <summary>A builder of a protocol buffers message in the binary encoding: fields, each after its number.</summary>
internal sealed class ProtocolBuffer
{
    private const int Varint = 0, Fixed64 = 1, LengthDelimited = 2, Fixed32 = 5;

    private readonly ArrayBufferWriter<byte> bytes = new();

    public ReadOnlySpan<byte> Bytes => bytes.WrittenSpan;

    public ProtocolBuffer Add(int field, long value)
    {
        AddKey(field, Varint);
        AddVarint((ulong)value);
        return this;
    }

    public ProtocolBuffer Add(int field, float value)
    {
        AddKey(field, Fixed32);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.GetSpan(sizeof(float)), value);
        bytes.Advance(sizeof(float));
        return this;
    }

    public ProtocolBuffer Add(int field, double value)
    {
        AddKey(field, Fixed64);
        AddDouble(value);
        return this;
    }

    public ProtocolBuffer Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    public ProtocolBuffer Add(int field, ProtocolBuffer message) => Add(field, message.Bytes);

    /// <summary>Adds a packed list of numbers.</summary>
    public ProtocolBuffer Add(int field, ReadOnlySpan<double> values)
    {
        AddKey(field, LengthDelimited);
        AddVarint((ulong)values.Length * sizeof(double));
        foreach (double value in values)
            AddDouble(value);
        return this;
    }

    private ProtocolBuffer Add(int field, ReadOnlySpan<byte> content)
    {
        AddKey(field, LengthDelimited);
        AddVarint((ulong)content.Length);
        bytes.Write(content);
        return this;
    }

    private void AddKey(int field, int wireType) => AddVarint((ulong)(field << 3 | wireType));

    /// <summary>Adds a number in bytes of seven bits, the lowest first; the eighth bit says that more bytes follow.</summary>
    private void AddVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes.Write([(byte)(value | 0x80)]);
        bytes.Write([(byte)value]);
    }

    private void AddDouble(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.GetSpan(sizeof(double)), value);
        bytes.Advance(sizeof(double));
    }
}
