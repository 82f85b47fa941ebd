using System.Text;

namespace NeuralNet.Keras;

/// <summary>Writes the global heaps of texts, to which attributes refer.</summary>
internal static class Hdf5TextHeap
{
    /// <summary>The minimum length of a heap, which the HDF5 library reads at once.</summary>
    private const int MinLength = 4096;

    private const int HeaderLength = 16, MaxTexts = 1000;

    /// <summary>Writes texts and returns the heap of each and the index in the heap.</summary>
    public static Dictionary<string, (ulong Heap, int Index)> Write(BinaryWriter writer, IEnumerable<string> texts)
    {
        var places = new Dictionary<string, (ulong Heap, int Index)>(StringComparer.Ordinal);
        foreach (string[] part in texts.Distinct(StringComparer.Ordinal).Chunk(MaxTexts))
        {
            ulong heap = (ulong)writer.BaseStream.Position;
            WriteHeap(writer, part);
            for (int i = 0; i < part.Length; i++)
                places[part[i]] = (heap, i + 1);
        }

        return places;
    }

    private static void WriteHeap(BinaryWriter writer, string[] texts)
    {
        byte[][] contents = [.. texts.Select(Encoding.UTF8.GetBytes)];
        long used = HeaderLength + contents.Sum(content => HeaderLength + Padded(content.Length));
        long length = Math.Max(MinLength, used + HeaderLength);
        writer.Write(Encoding.ASCII.GetBytes(Hdf5Format.GlobalHeap));
        writer.Write(1);
        writer.Write(length);
        for (int i = 0; i < contents.Length; i++)
        {
            writer.Write((ushort)(i + 1));
            writer.Write(new byte[6]);
            writer.Write((long)contents[i].Length);
            writer.Write(contents[i]);
            writer.Write(new byte[Padded(contents[i].Length) - contents[i].Length]);
        }

        // The rest is an object of index 0, which is free space.
        writer.Write(0L);
        writer.Write(length - used);
        writer.Write(new byte[length - used - HeaderLength]);
    }

    private static long Padded(int length) => (length + 7L) / 8 * 8;
}
