using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;
using NeuralNet.Onnx;

namespace NeuralNet.Text.Tests;

/// <summary>
/// Tests of sentence vectors: those of all-MiniLM-L6-v2 against ONNX Runtime and the published similarities, and the rest on a small
/// network.
/// </summary>
public class SentenceEncoderTests
{
    private static readonly string[] Published = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."];

    private static readonly Lazy<byte[]> File = new(MiniLM.ReadModel);
    private static readonly Lazy<Tokenizer> MiniLMTokenizer = new(() => Tokenizer.FromWordPiece(new MemoryStream(MiniLM.ReadVocabulary())));
    private static readonly Lazy<SentenceEncoder> MiniLMEncoder = new(() =>
        new SentenceEncoder(OnnxModel.Load(new MemoryStream(File.Value)), MiniLMTokenizer.Value));

    /// <summary>The documentation of sentence-transformers states these similarities for its first example.</summary>
    [Fact]
    public void SimilaritiesAreThePublishedOnes()
    {
        Tensor vectors = MiniLMEncoder.Value.Encode(Published);
        Assert.Equal([3, 384], vectors.Shape);
        Assert.Equal(0.6660, Similarity(vectors, 0, 1), 1e-4);
        Assert.Equal(0.1046, Similarity(vectors, 0, 2), 1e-4);
        Assert.Equal(0.1411, Similarity(vectors, 1, 2), 1e-4);
    }

    /// <summary>Mean over the tokens and length 1, computed from ONNX Runtime's vectors of each text alone, without padding.</summary>
    [Fact]
    public void VectorsAreThoseOfOnnxRuntime()
    {
        string[] texts = [.. Published, "", "Größe 模型 don't", string.Join(' ', Enumerable.Repeat("a long text", 200)), "hello"];
        Tensor vectors = MiniLMEncoder.Value.Encode(texts, batchSize: 3);
        using var session = new InferenceSession(File.Value, new SessionOptions { IntraOpNumThreads = 1 });
        for (int row = 0; row < texts.Length; row++)
            Close.To(Expected(session, texts[row]), new Tensor([384], vectors.Row(row).ToArray()), 1e-4, texts[row]);
    }

    [Fact]
    public async Task ItGeneratesEmbeddings()
    {
        using IEmbeddingGenerator<string, Embedding<float>> generator = Small();
        GeneratedEmbeddings<Embedding<float>> embeddings = await generator.GenerateAsync(["good film", "bad", ""]);
        Tensor vectors = Small().Encode(["good film", "bad", ""]);
        Assert.Equal(3, embeddings.Count);
        for (int row = 0; row < 3; row++)
            Assert.Equal(vectors.Row(row).ToArray(), embeddings[row].Vector.ToArray());
        var metadata = (EmbeddingGeneratorMetadata)generator.GetService(typeof(EmbeddingGeneratorMetadata))!;
        Assert.Equal(4, metadata.DefaultModelDimensions);
        Assert.Same(generator, generator.GetService(typeof(SentenceEncoder)));
        await Assert.ThrowsAsync<ArgumentException>(() => generator.GenerateAsync(["good"], new EmbeddingGenerationOptions { Dimensions = 5 }));
        await Assert.ThrowsAsync<TaskCanceledException>(() => generator.GenerateAsync(["good"], null, new CancellationToken(canceled: true)));
    }

    /// <summary>Padding and the order of the texts do not matter.</summary>
    [Fact]
    public void TheVectorOfATextDoesNotDependOnTheOthers()
    {
        string[] texts = ["good film", "film", "bad bad bad film", "", "good"];
        Tensor together = Small().Encode(texts), apart = Small().Encode(texts, batchSize: 1);
        Close.To(apart, together, 1e-6, "batches");
        for (int row = 0; row < texts.Length; row++)
        {
            Close.To(new Tensor([4], Small().Encode([texts[row]]).ToArray()), new Tensor([4], together.Row(row).ToArray()), 1e-6, texts[row]);
            Assert.Equal(1, Similarity(together, row, row), 1e-5);
        }
    }

    [Fact]
    public void ItsModelIsTrainedWithAHeadAndSaved()
    {
        SentenceEncoder encoder = Small();
        var inputs = encoder.Model.Encode(new TextRows("text", ["good film", "good", "bad film", "bad", "film good", "bad bad"]));
        Model classifier = encoder.WithHead(new Sequential(4, seed: 2, name: "head").Dense(2, "softmax"));
        classifier.Compile(new Adam(0.05f), "sparse_categorical_crossentropy", "accuracy");
        var labels = new Tensor([6, 1], [1, 1, 0, 0, 1, 0]);
        Tensor before = encoder.Encode(["good"]);
        History history = classifier.Fit(inputs, [labels], epochs: 60, verbose: Verbosity.Silent);
        Assert.Equal(1, history["accuracy"][^1]);
        Assert.NotEqual(before.ToArray(), encoder.Encode(["good"]).ToArray());
        using var stream = new MemoryStream();
        classifier.Save(stream);
        stream.Position = 0;
        Model loaded = Model.Load(stream, new CustomObjects().AddNeuralNetText());
        var row = new Row { ["text"] = "good good film" };
        Assert.Equal(classifier.Predict(row).ToArray(), loaded.Predict(row).ToArray());
    }

    [Fact]
    public void OtherInputsAndOutputsAreRefused()
    {
        Tokenizer tokenizer = SmallTokenizer();
        var ids = new Input([null], name: "input_ids");
        var other = new Input([null], name: "segments");
        Node vectors = ids.Embedding(7, 4);
        Refused("'segments'", new Model([ids, other], [vectors.Add(other.Embedding(2, 4))]));
        Refused("a vector for each token", new Model(ids, vectors.GlobalAveragePooling1D()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SentenceEncoder(new Model(ids, vectors), tokenizer, maxLength: 2));
        Assert.Throws<ArgumentNullException>(() => Small().Encode(["good", null!]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Small().Encode(["good"], batchSize: 0));
        Assert.Equal([0, 4], Small().Encode([]).Shape);

        void Refused(string words, Model model) =>
            Assert.Contains(words, Assert.Throws<ArgumentException>(() => new SentenceEncoder(model, tokenizer)).Message, StringComparison.Ordinal);
    }

    private static Tensor Expected(InferenceSession session, string text)
    {
        long[] ids = Array.ConvertAll(MiniLMTokenizer.Value.Encode(text), id => (long)id);
        if (ids.Length > 256)
            ids = [.. ids[..255], ids[^1]];
        long[] sizes = [1, ids.Length];
        using OrtValue tokens = OrtValue.CreateTensorValueFromMemory(ids, sizes);
        using OrtValue mask = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(ids, _ => 1L), sizes);
        using OrtValue types = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(ids, _ => 0L), sizes);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, session.InputNames, [tokens, mask, types], session.OutputNames);
        float[] states = outputs[0].GetTensorDataAsSpan<float>().ToArray();
        double[] mean = [.. Enumerable.Range(0, 384).Select(feature => Enumerable.Range(0, ids.Length).Average(token => (double)states[token * 384 + feature]))];
        double norm = Math.Sqrt(mean.Sum(value => value * value));
        return new Tensor([384], Array.ConvertAll(mean, value => (float)(value / norm)));
    }

    private static double Similarity(Tensor vectors, int first, int second) =>
        vectors.Row(first).ToArray().Zip(vectors.Row(second).ToArray(), (x, y) => (double)x * y).Sum();

    private static Tokenizer SmallTokenizer()
    {
        string words = string.Join('\n', "[PAD]", "[UNK]", "[CLS]", "[SEP]", "good", "film", "bad");
        return Tokenizer.FromWordPiece(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(words)));
    }

    private static SentenceEncoder Small()
    {
        var ids = new Input([null], seed: 3, name: "input_ids");
        return new SentenceEncoder(new Model(ids, ids.Embedding(7, 4, "normal").Dense(4, "tanh"), "small"), SmallTokenizer(), maxLength: 16);
    }
}
