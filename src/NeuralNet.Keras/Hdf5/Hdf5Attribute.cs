using System.Text;

namespace NeuralNet.Keras;

/// <summary>A named value of an HDF5 object.</summary>
internal sealed class Hdf5Attribute(Hdf5Bytes bytes, string name, Hdf5Type type, ulong count, ulong data)
{
    public string Name => name;

    /// <summary>Reads the texts of the attribute; null if it has other values. An empty list has no type that counts.</summary>
    /// <exception cref="ModelFileException">
    /// A text is not in the heap to which it refers, or several share bytes and are longer than the file.
    /// </exception>
    public string[]? ReadTexts()
    {
        if (count == 0)
            return [];
        if (type.Class is not (Hdf5Class.Text or Hdf5Class.VariableLength))
            return null;
        var texts = new string[count];
        long length = 0;
        for (int i = 0; i < texts.Length; i++)
        {
            ReadOnlySpan<byte> text = Element(data + (ulong)i * type.Size);
            length += text.Length;
            if (length > bytes.Length)
                throw new ModelFileException($"the texts of the attribute '{name}' are longer together than the HDF5 file");
            texts[i] = TextOf(text);
        }

        return texts;
    }

    private ReadOnlySpan<byte> Element(ulong address) =>
        type.IsVariable ? Hdf5Type.Resolve(bytes, address) : bytes.Slice(address, type.Size);

    /// <summary>Decodes a text, which ends before a zero.</summary>
    private static string TextOf(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }
}
