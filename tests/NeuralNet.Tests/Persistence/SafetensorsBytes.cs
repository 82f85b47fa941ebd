using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Builds valid and invalid safetensors files.</summary>
internal static class SafetensorsBytes
{
    /// <summary>Returns the length of the header, the given header and the data.</summary>
    public static byte[] Of(string header, params byte[] data)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data];
    }

    public static string HeaderOf(byte[] file) => Encoding.UTF8.GetString(file, 8, (int)BinaryPrimitives.ReadInt64LittleEndian(file));

    public static byte[] DataOf(byte[] file) => file[(8 + (int)BinaryPrimitives.ReadInt64LittleEndian(file))..];

    /// <summary>Returns the bytes of a saved model.</summary>
    public static byte[] Saved(Model model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    public static Model Load(byte[] file, CustomObjects? customObjects = null) => Model.Load(new MemoryStream(file), customObjects);

    /// <summary>Returns the file with another entry in its metadata and a valid checksum.</summary>
    public static byte[] Edited(byte[] file, string key, Func<string, string?> edit)
    {
        JsonNode header = JsonNode.Parse(HeaderOf(file))!;
        JsonObject metadata = header["__metadata__"]!.AsObject();
        string? text = edit((string?)metadata[key] ?? "");
        metadata.Remove(key);
        if (text is not null)
            metadata[key] = text;
        return Resealed(Of(header.ToJsonString(), DataOf(file)));
    }

    /// <summary>Corrects the checksum after a change, so that a test reaches the code after its validation.</summary>
    public static byte[] Resealed(byte[] file)
    {
        try
        {
            using Safetensors opened = Safetensors.Open(new MemoryStream(file));
            if (!opened.Metadata.TryGetValue(Checksum.Key, out string? old) || old.Length != 8)
                return file;
            byte[] key = Encoding.UTF8.GetBytes($"\"{Checksum.Key}\":\"");
            int place = file.AsSpan().IndexOf(key);
            if (place >= 0)
                Encoding.UTF8.GetBytes(Checksum.Of(opened)).CopyTo(file, place + key.Length);
        }
        catch (ModelFileException)
        {
            // What cannot be opened needs no checksum.
        }

        return file;
    }
}
