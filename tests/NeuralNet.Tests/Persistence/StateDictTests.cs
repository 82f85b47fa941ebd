using System.IO.Compression;
using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Tests that files of PyTorch have the values, and give the predictions, that PyTorch stated.</summary>
public class StateDictTests
{
    private static readonly JsonObject Expected = StateDictBytes.Expected;

    public static TheoryData<string> Files => [.. Expected.Select(file => file.Key)];

    [Theory]
    [MemberData(nameof(Files))]
    public void TensorsHaveTheValuesOfPyTorch(string name)
    {
        using ITensorFile file = TensorFile.Open(StateDictBytes.PathOf(name));
        CheckTensors(name, file);
    }

    [Theory]
    [InlineData("net")]
    [InlineData("protocol3")]
    [InlineData("protocol4")]
    [InlineData("protocol5")]
    public void ANetworkPredictsAsInPyTorch(string name)
    {
        Sequential model = Net();
        WeightsReport report = model.LoadWeights(StateDictBytes.PathOf(name), mapping: Mapping());
        Assert.True(report.IsComplete);
        Assert.Equal(8, report.Loaded.Count);
        Assert.Empty(report.Notes);
        CheckPrediction("net", model.Predict(Input("net")));
    }

    [Fact]
    public void EmbeddingsAndLayerNormalizationPredictAsInPyTorch()
    {
        Sequential model = new Sequential(3).Embedding(7, 4).LayerNormalization(epsilon: 1e-5f).GlobalAveragePooling1D().Dense(2);
        Assert.True(model.LoadWeights(StateDictBytes.PathOf("text"), mapping: new WeightMapping().AddPyTorch("embedding", "embedding")
            .AddPyTorch("layer_normalization", "norm").AddPyTorch("dense", "head")).IsComplete);
        CheckPrediction("text", model.Predict(Input("text")));
    }

    /// <summary>The loss and the state of the optimizer beside the weights are no weights.</summary>
    [Fact]
    public void ACheckpointHasTheWeightsByTheirOwnNames() =>
        Assert.True(Net().LoadWeights(StateDictBytes.PathOf("checkpoint"), mapping: Mapping()).IsComplete);

    [Fact]
    public void OfSeveralNetworksOneIsNamedByItsKey()
    {
        Sequential model = new Sequential(2).Dense(3);
        var mapping = new WeightMapping().AddPyTorch("dense", "generator");
        WeightsReport report = model.LoadWeights(StateDictBytes.PathOf("two_nets"), strict: false, mapping);
        Assert.Equal(["dense/kernel", "dense/bias"], report.Loaded);
        Assert.Equal(["discriminator.bias", "discriminator.weight"], report.Unexpected);
    }

    [Fact]
    public void WithoutAMappingTheMessageHasTheMissingLine()
    {
        Sequential model = Net();
        int[] before = Bits.Of(model);
        string message = Assert.Throws<ModelFileException>(() => model.LoadWeights(StateDictBytes.PathOf("net"))).Message;
        Assert.Contains("""AddPyTorch("dense", "0").AddPyTorch("batch_normalization", "1").AddPyTorch("dense_1", "3")""", message, StringComparison.Ordinal);
        Assert.Equal(before, Bits.Of(model));
    }

    [Theory]
    [InlineData("net")]
    [InlineData("types")]
    [InlineData("views")]
    public void ABigEndianFileHasTheSameValues(string name)
    {
        byte[] file = StateDictBytes.Reference(name);
        Dictionary<string, int> sizes = SizesOfStorages(file);
        byte[] big = StateDictBytes.Changed(file, (entry, content) =>
        {
            if (sizes.TryGetValue(entry.Split('/')[^1], out int size) && entry.Contains("/data/", StringComparison.Ordinal))
            {
                for (int i = 0; i < content.Length; i += size)
                    content.AsSpan(i, size).Reverse();
            }

            return entry.EndsWith("/version", StringComparison.Ordinal) ? null : content;
        });
        big = WithByteOrder(big, "big");
        using ITensorFile opened = TensorFile.Open(new MemoryStream(big));
        CheckTensors(name, opened);
        using ITensorFile little = TensorFile.Open(new MemoryStream(WithByteOrder(file, "little")));
        CheckTensors(name, little);
    }

    [Theory]
    [InlineData("net")]
    [InlineData("types")]
    [InlineData("views")]
    public void AFileThatWasCompressedAgainHasTheSameValues(string name)
    {
        byte[] file = StateDictBytes.Changed(StateDictBytes.Reference(name), (_, content) => content, CompressionLevel.SmallestSize);
        using ITensorFile opened = TensorFile.Open(new MemoryStream(file));
        CheckTensors(name, opened);
    }

    [Fact]
    public void AStreamNeedsNoPosition()
    {
        using var stream = new BufferedStream(new GZipStream(Compressed(StateDictBytes.Reference("net")), CompressionMode.Decompress));
        Assert.True(Net().LoadWeights(stream, mapping: Mapping()).IsComplete);
    }

    /// <summary>Elements of a large storage are read in parts.</summary>
    [Fact]
    public void LongTensorsAreReadInParts()
    {
        const int Count = 100_003;
        byte[] file = StateDictBytes.Archive(
        [
            ("net/data.pkl", [0x80, 2, .. StateDictBytes.Dict(StateDictBytes.Text("w"), StateDictBytes.Tensor(
                StateDictBytes.Storage(count: Count, type: "IntStorage"), 3, [Count - 3], [1])), (byte)'.']),
            ("net/data/0", [.. Enumerable.Range(0, Count).SelectMany(BitConverter.GetBytes)]),
        ]);
        using ITensorFile opened = TensorFile.Open(new MemoryStream(file));
        var values = new float[Count - 3];
        opened.ReadTo("w", values);
        Assert.Equal(Enumerable.Range(3, Count - 3).Select(i => (float)i), values);
    }

    /// <summary>Loading a state dict takes no memory beside the parameters and the transposed kernel.</summary>
    [Fact]
    public void ElementsAreNotCopiedBesideTheParameters()
    {
        string path = Path.GetTempFileName();
        var content = new byte[4 << 20];
        File.WriteAllBytes(path, StateDictBytes.Archive(
        [
            ("net/data.pkl", [0x80, 2, .. StateDictBytes.Dict(StateDictBytes.Text("embedding.weight"), StateDictBytes.Tensor(
                StateDictBytes.Storage(count: 1 << 20), 0, [1 << 10, 1 << 10], [1 << 10, 1])), (byte)'.']),
            ("net/data/0", content),
        ]));
        Sequential model = new Sequential(3).Embedding(1 << 10, 1 << 10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.LoadWeights(path, mapping: new WeightMapping().AddPyTorch("embedding", "embedding"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        File.Delete(path);
        Assert.All(model.Parameters[0].Value.ToArray(), value => Assert.Equal(0, value));
    }

    private static void CheckTensors(string name, ITensorFile file)
    {
        JsonObject tensors = Expected[name]!["tensors"]!.AsObject();
        Assert.Equal(tensors.Select(tensor => tensor.Key).Order(StringComparer.Ordinal), file.Names.Order(StringComparer.Ordinal));
        foreach ((string key, JsonNode? tensor) in tensors)
        {
            var expected = new ReferenceTensor(tensor!);
            Assert.Equal(new FileShape([.. expected.Shape]).ToString(), file.ShapeOf(key).ToString());
            var values = new float[expected.Values.Length];
            file.ReadTo(key, values);
            Assert.Equal(Array.ConvertAll(expected.Values, value => (float)value), values);
        }
    }

    /// <summary>Returns the size of an element of each storage, which the files list in the order of their tensors.</summary>
    private static Dictionary<string, int> SizesOfStorages(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        ZipArchiveEntry entry = archive.Entries.Single(entry => entry.Name == "data.pkl");
        var pickle = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(pickle);
        return StateDict.TensorsOf(PickleReader.Read(pickle, file.Length)).Values.Select(tensor => tensor.Storage).Distinct()
            .ToDictionary(storage => storage.Key, storage => SafetensorsDataTypes.SizeOf(storage.DataType));
    }

    private static byte[] WithByteOrder(byte[] file, string order)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            string folder = archive.Entries.Single(entry => entry.Name == "data.pkl").FullName[..^"data.pkl".Length];
            using Stream entry = archive.CreateEntry(folder + "byteorder", CompressionLevel.NoCompression).Open();
            entry.Write(StateDictBytes.Ascii(order));
        }

        return stream.ToArray();
    }

    private static MemoryStream Compressed(byte[] bytes)
    {
        var stream = new MemoryStream();
        using (var compressing = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
            compressing.Write(bytes);
        stream.Position = 0;
        return stream;
    }

    private static Tensor Input(string name) => new ReferenceTensor(Expected[name]!["input"]!).ToTensor();

    private static void CheckPrediction(string name, Tensor prediction) =>
        Close.To(new ReferenceTensor(Expected[name]!["output"]!).ToTensor(), prediction, 2e-6, name);

    private static Sequential Net() => new Sequential(4).Dense(8).BatchNormalization(epsilon: 1e-5f).Activation("relu").Dense(3);

    private static WeightMapping Mapping() =>
        new WeightMapping().AddPyTorch("dense", "0").AddPyTorch("batch_normalization", "1").AddPyTorch("dense_1", "3");
}
