using System.Text;
using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>
/// Tests malicious files with a valid checksum: the structure of the JSON of the architecture, of the state of training and of the header
/// is changed. Each file loads or throws a <see cref="ModelFileException"/>, and takes no more memory than its length justifies.
/// </summary>
[Trait("Category", "Slow")]
public class ResealedFileFuzzTests
{
    private const int FilesPerSeed = 1_500;

    private static readonly byte[][] Originals = [.. Models().Select(SafetensorsBytes.Saved)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void ChangedTextsOfAModelFile(int seed)
    {
        string[] keys = [FileMetadata.ModelKey, FileMetadata.ModelKey, FileMetadata.ModelKey, FileMetadata.StateKey,
            FileMetadata.LabelsKey];
        var random = new Random(seed);
        int loaded = 0;
        for (int i = 0; i < FilesPerSeed; i++)
        {
            byte[] file = SafetensorsBytes.Edited(
                Originals[random.Next(Originals.Length)], keys[random.Next(keys.Length)], text => text.Length == 0 ? null
                    : JsonMutation.Apply(text, random));
            Model? model = null;
            if (!LoadOutcome.IsLoaded(file, $"Seed {seed}, file {i}", () => model = SafetensorsBytes.Load(file)))
                continue;
            CheckIsWhole(model!);
            loaded++;
        }

        Assert.InRange(loaded, FilesPerSeed / 20, FilesPerSeed * 9 / 10);
    }

    /// <summary>Files of this library and of others are opened, read and loaded into a model that must remain unchanged.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ChangedHeaders(int seed)
    {
        var random = new Random(seed);
        Sequential target = new Sequential(3, seed: 1).Dense(4, name: "other");
        int[] before = Bits.Of(target);
        for (int i = 0; i < FilesPerSeed; i++)
        {
            byte[] original = Originals[random.Next(Originals.Length)];
            JsonObject header = JsonNode.Parse(SafetensorsBytes.HeaderOf(original))!.AsObject();
            if (random.Next(2) == 0)
                header.Remove("__metadata__");
            byte[] file = SafetensorsBytes.Resealed(
                SafetensorsBytes.Of(JsonMutation.Apply(header.ToJsonString(), random), SafetensorsBytes.DataOf(original)));
            LoadOutcome.IsLoaded(file, $"Seed {seed}, header {i}", () => ReadAll(file));
            LoadOutcome.IsLoaded(file, $"Seed {seed}, model {i}", () => SafetensorsBytes.Load(file));
            LoadOutcome.IsLoaded(file, $"Seed {seed}, weights {i}", () => target.LoadWeights(new MemoryStream(file)));
            Assert.Equal(before, Bits.Of(target));
        }
    }

    [Fact]
    public void NumbersBeyondAllLimitsNeverBecomeSettings()
    {
        foreach (string number in (string[])["1e400", "-1e400", "\"NaN\"", "NaN", "Infinity"])
        {
            foreach (string key in (string[])["learning_rate", "beta_1", "epsilon", "rate", "negative_slope", "l2", "clipnorm"])
            {
                byte[] file = SafetensorsBytes.Edited(Originals[0], FileMetadata.ModelKey, text =>
                {
                    int place = text.IndexOf($"\"{key}\":", StringComparison.Ordinal) + key.Length + 3, end = text.AsSpan(place).IndexOfAny(',', '}') + place;
                    Assert.True(place > key.Length + 3, key);
                    return string.Concat(text.AsSpan(0, place), number, text.AsSpan(end));
                });
                Assert.Throws<ModelFileException>(() => SafetensorsBytes.Load(file));
            }
        }
    }

    /// <summary>Checks that a loaded model can be read and saved.</summary>
    private static void CheckIsWhole(Model model)
    {
        foreach (Parameter parameter in model.Parameters)
            Assert.Equal(parameter.Shape, parameter.Value.Shape);
        model.Save(Stream.Null);
    }

    private static void ReadAll(byte[] file)
    {
        using Safetensors opened = Safetensors.Open(new MemoryStream(file));
        foreach (string name in opened.Entries.Keys)
            Assert.Equal(opened.Entries[name].Shape, opened.Read(name).Shape.Select(size => (long)size));
    }

    private static IEnumerable<Model> Models()
    {
        Sequential trained = new Sequential(3, seed: 7).Dense(4, Activation.LeakyReLU(0.1f), kernelRegularizer: "l2").Dropout(0.5f).Dense(2, "softmax");
        trained.Compile(new Adam(new CosineDecay(0.1f, 10)) { ClipNorm = 1 }, "categorical_crossentropy", "accuracy", new AUC(20), new F1Score());
        trained.Labels = ["a", "b"];
        var y = new Tensor([4, 2]);
        for (int i = 0; i < 4; i++)
            y[i, i % 2] = 1;
        trained.Fit(new Tensor([4, 3]), y, epochs: 1, verbose: Verbosity.Silent);
        Sequential plain = new Sequential(3, seed: 7).Dense(4, Activation.LeakyReLU(0.1f), kernelRegularizer: "l2").Dropout(0.5f).Dense(2);
        plain.Compile(new Adam { ClipNorm = 1 }, "mse");
        yield return plain;
        yield return trained;
        yield return Branches();
        yield return Tokens();
    }

    private static Model Branches()
    {
        var left = new Input([2, 2], seed: 7, name: "left");
        var right = new Input(4, name: "right");
        var shared = new Dense(3, "tanh", name: "shared");
        Node second = right.Dense(4).PReLU().Add(shared), first = left.Flatten().Add(shared);
        var model = new Model([left, right], [first.Concatenate(second).Reshape([2, -1]).Flatten().Dense(1), first.Add(second).Activation("sigmoid")]);
        model.Compile(new SGD(new PiecewiseConstantDecay([3, 9], [0.1f, 0.2f, 0.3f]), momentum: 0.9f), "mse", "mae", new Precision([0.3f, 0.6f]));
        return model;
    }

    private static Sequential Tokens()
    {
        Sequential model = new Sequential(5, seed: 3).Embedding(7, 3, maskZero: true).GlobalAveragePooling1D().BatchNormalization()
            .LayerNormalization().Normalization(mean: [1], variance: [2]).Rescaling(2).Dense(2, "elu");
        model.Compile(new RMSprop(0.01f, momentum: 0.5f) { UseEma = true }, new Huber(0.5f), new TopKCategoricalAccuracy(1));
        return model;
    }
}
