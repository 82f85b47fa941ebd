using System.Text;

namespace NeuralNet.Text.Tests;

/// <summary>Writes a SentencePiece model: the protocol buffer of sentencepiece_model.proto.</summary>
internal static class SentencePieceFile
{
    private const int Normal = 1, Unknown = 2, Control = 3, Byte = 6;

    /// <param name="pieces">The pieces, of which the first three are the unknown piece, the beginning and the end.</param>
    /// <param name="modelType">1 for Unigram, 2 for BPE.</param>
    public static byte[] Write((string Piece, float Score)[] pieces, int modelType)
    {
        var file = new List<byte>();
        for (int id = 0; id < pieces.Length; id++)
        {
            var piece = new List<byte>();
            AddBytes(piece, field: 1, Encoding.UTF8.GetBytes(pieces[id].Piece));
            piece.Add((2 << 3) | 5);
            piece.AddRange(BitConverter.GetBytes(pieces[id].Score));
            AddInt32(piece, field: 3, TypeOf(id, pieces[id].Piece));
            AddBytes(file, field: 1, [.. piece]);
        }

        var trainer = new List<byte>();
        AddInt32(trainer, field: 3, modelType);
        AddInt32(trainer, field: 35, modelType == 2 ? 1 : 0);
        AddInt32(trainer, field: 40, 0);
        AddInt32(trainer, field: 41, 1);
        AddInt32(trainer, field: 42, 2);
        AddBytes(file, field: 2, [.. trainer]);

        var normalizer = new List<byte>();
        AddBytes(normalizer, field: 1, Encoding.UTF8.GetBytes("identity"));
        AddInt32(normalizer, field: 3, 1);
        AddInt32(normalizer, field: 4, 0);
        AddInt32(normalizer, field: 5, 1);
        AddBytes(file, field: 3, [.. normalizer]);
        return [.. file];
    }

    private static int TypeOf(int id, string piece) => id switch
    {
        0 => Unknown,
        1 or 2 => Control,
        _ => piece.StartsWith("<0x", StringComparison.Ordinal) ? Byte : Normal,
    };

    private static void AddInt32(List<byte> target, int field, int value)
    {
        AddVarint(target, field << 3);
        AddVarint(target, value);
    }

    private static void AddBytes(List<byte> target, int field, byte[] value)
    {
        AddVarint(target, (field << 3) | 2);
        AddVarint(target, value.Length);
        target.AddRange(value);
    }

    private static void AddVarint(List<byte> target, int value)
    {
        for (uint rest = (uint)value; ; rest >>= 7)
        {
            target.Add((byte)(rest < 0x80 ? rest : (rest & 0x7F) | 0x80));
            if (rest < 0x80)
                return;
        }
    }
}
