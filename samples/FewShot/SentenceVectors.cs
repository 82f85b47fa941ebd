using System.Reflection;
using NeuralNet;
using NeuralNet.Onnx;
using NeuralNet.Text;

/// <summary>Features of mails by all-MiniLM-L6-v2, a network that was trained elsewhere on a billion pairs of sentences.</summary>
internal static class SentenceVectors
{
    /// <summary>Returns the encoder of the package that the project downloads; null if the package is not there.</summary>
    public static SentenceEncoder? Load(int maxTokens)
    {
        string path = typeof(SentenceVectors).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "MiniLM").Value!;
        if (!File.Exists(path))
            return null;
        Assembly package = Assembly.LoadFrom(path);
        using Stream network = Resource(package, "model.onnx"), vocabulary = Resource(package, "vocab.txt");
        return new SentenceEncoder(OnnxModel.Load(network), Tokenizer.FromWordPiece(vocabulary), maxTokens);
    }

    /// <summary>Learns a head on the vectors of some mails.</summary>
    public static Sequential Head(Tensor vectors, Tensor classes, int seed)
    {
        Sequential head = new Sequential(vectors.Shape[1], seed).Dense(FewShotTask.ClassCount, Activation.Softmax);
        head.Compile(new Adam(0.05f), Loss.SparseCategoricalCrossEntropy);
        head.Fit(vectors, classes, epochs: 60, batchSize: 20, verbose: Verbosity.Silent);
        return head;
    }

    private static Stream Resource(Assembly assembly, string name) => assembly.GetManifestResourceStream(
        assembly.GetManifestResourceNames().Single(resource => resource.EndsWith(name, StringComparison.Ordinal)))!;
}
