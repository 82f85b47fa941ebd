using System.Globalization;

namespace NeuralNet.Tests;

/// <summary>
/// Tests that model files that are damaged, of a newer version, or malicious cause one kind of exception, which describes the error.
/// </summary>
public class BadModelFileTests
{
    private const string Model = FileMetadata.ModelKey, State = FileMetadata.StateKey;

    private static readonly byte[] Sequential = SequentialFile(), Functional = FunctionalFile();

    public static TheoryData<string, string, string, string> Edits => new()
    {
        { "no layer of class 'Tense'", Model, "\"Dense\"", "\"Tense\"" },
        { "'dense': The setting 'units' should be a whole number", Model, "\"units\":3", "\"units\":\"3\"" },
        { "The setting 'units' should be a whole number", Model, "\"units\":3", "\"units\":3.5" },
        { "'units' must be at least 1", Model, "\"units\":3", "\"units\":-3" },
        { "the parameter 'dense/kernel' has the shape (2, 4)", Model, "\"units\":3", "\"units\":4" },
        { "more elements than one tensor can hold", Model, "\"units\":3", "\"units\":2000000000" },
        { "the parameter 'tense/kernel' of shape (2, 3)", Model, "\"name\":\"dense\",", "\"name\":\"tense\"," },
        { "no activation of class 'rely'", Model, "\"relu\"", "\"rely\"" },
        { "'activation' should be activation, as a name", Model, "\"relu\"", "[1]" },
        { "a layer's name must be its own", Model, "\"name\":\"dense_1\"", "\"name\":\"dense\"" },
        { "without a slash", Model, "\"name\":\"dense_1\"", "\"name\":\"dense/1\"" },
        { "has no name", Model, "\"name\":\"dense_1\"", "\"name\":null" },
        { "begins with its only InputLayer", Model, "\"class_name\":\"InputLayer\"", "\"class_name\":\"Flatten\"" },
        { "'batch_shape' should be a list that begins with", Model, "[null,2]", "[]" },
        { "negative size", Model, "[null,2]", "[null,-2]" },
        { "the model is of class 'Sequence'", Model, "\"Sequential\"", "\"Sequence\"" },
        { "'layers' should be a list", Model, "\"layers\":[", "\"layers\":{},\"stayers\":[" },
        { "is not valid JSON", Model, "\"layers\":[", "\"layers\":[],\"layers\":[" },
        { "is not valid JSON", Model, "[null,2]", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[2" },
        { "should be true or false", Model, "\"use_bias\":true", "\"use_bias\":1" },
        { "no optimizer of class 'Madam'", Model, "\"Adam\"", "\"Madam\"" },
        { "'beta1' must be at least 0 and less than 1", Model, "\"beta_1\":0.9", "\"beta_1\":9" },
        { "no loss of class", Model, "\"MeanSquaredError\"", "\"MeanSquaredMirror\"" },
        { "'loss_weights' of 'compile_config' has 2 numbers", Model, "\"loss_weights\":[1]", "\"loss_weights\":[1,2]" },
        { "'compile_config' should be an object", Model, "\"compile_config\":{", "\"compile_config\":[],\"x\":{" },
        { "'step' should be a whole number of at least 0", State, "\"step\":1", "\"step\":-1" },
        { "'epoch' should be a whole number of at least 0", State, "\"epoch\":1", "\"epoch\":1e99" },
        { "'epoch' should be a whole number of at least 0 and at most 1073741824", State, "\"epoch\":1", "\"epoch\":2147483647" },
        { "'step' should be a whole number of at least 0 and at most 1152921504606846976", State, "\"step\":1", "\"step\":9223372036854775807" },
        { "has 65 axes beside the batch", Model, "[null,2]", $"[null,{string.Join(",", Enumerable.Repeat(1, 65))}]" },
        { "'training_state' in its metadata should be a JSON object", State, "{\"step\":1,\"epoch\":1}", "[]" },
        { "'seed' in its metadata should be a whole number", FileMetadata.SeedKey, "7", "7.5" },
        { "newer version of the library, in version 2", FileMetadata.VersionKey, "1", "2" },
        { "should be a whole number from 1", FileMetadata.VersionKey, "1", "one" },
        { "so it holds tensors but no model", FileMetadata.FormatKey, "NeuralNet model", "pt" },
        { "'labels' should be a list of texts", FileMetadata.LabelsKey, "[\"a\"]", "[1]" },
    };

    public static TheoryData<string, string, string> FunctionalEdits => new()
    {
        { "use 0 of the layer 'nowhere', which does not exist", "\"keras_history\":[\"shared\",0,0]", "\"keras_history\":[\"nowhere\",0,0]" },
        { "use 7 of the layer 'shared', which does not exist", "\"keras_history\":[\"shared\",0,0]", "\"keras_history\":[\"shared\",7,0]" },
        { "output 1 of the layer 'shared', which has 1 output, numbered from 0", "\"keras_history\":[\"shared\",0,0]", "\"keras_history\":[\"shared\",0,1]" },
        { "a layer's name and two whole numbers", "\"keras_history\":[\"shared\",0,0]", "\"keras_history\":0" },
        { "feed each other in a circle", "\"keras_history\":[\"left\",0,0]", "\"keras_history\":[\"dense\",0,0]" },
        { "'output_layers' names use 0 of the layer 'x'", "\"output_layers\":[\"dense\",0,0]", "\"output_layers\":[\"x\",0,0]" },
        { "'output_layers' should be a list of at least one reference", "\"output_layers\":[\"dense\",0,0]", "\"output_layers\":[]" },
        { "'input_layers' must name the layers of class InputLayer", "\"input_layers\":[[\"left\",0,0],[\"right\",0,0]]", "\"input_layers\":[\"left\",0,0]" },
        { "names a layer twice", "[[\"left\",0,0],[\"right\",0,0]]", "[[\"left\",0,0],[\"right\",0,0],[\"left\",0,0]]" },
        { "nothing feeds it", "\"args\":[", "\"no_args\":[" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void AnEditedSequentialIsRefusedInWords(string words, string key, string old, string replacement) =>
        AssertRefused(words, SafetensorsBytes.Edited(Sequential, key, text => ReplaceFirst(text, old, replacement)));

    [Theory]
    [MemberData(nameof(FunctionalEdits))]
    public void AnEditedFunctionalModelIsRefusedInWords(string words, string old, string replacement) =>
        AssertRefused(words, SafetensorsBytes.Edited(Functional, Model, text => ReplaceFirst(text, old, replacement)));

    [Theory]
    [InlineData(FileMetadata.ModelKey)]
    [InlineData(FileMetadata.SeedKey)]
    [InlineData(FileMetadata.StateKey)]
    [InlineData(FileMetadata.VersionKey)]
    public void AMissingTextIsNamed(string key) =>
        AssertRefused($"have no '{key}'", SafetensorsBytes.Edited(Sequential, key, _ => null));

    [Fact]
    public void AFileOfTensorsAloneSaysHowToLoadThem() => AssertRefused("LoadWeights", SafetensorsBytes.Of("{}"));

    [Fact]
    [Trait("Category", "Slow")]
    public void EveryFlippedBitIsFound()
    {
        for (int i = 0; i < Functional.Length * 8; i++)
        {
            byte[] damaged = [.. Functional];
            damaged[i / 8] ^= (byte)(1 << (i % 8));
            Assert.Throws<ModelFileException>(() => SafetensorsBytes.Load(damaged));
        }
    }

    [Fact]
    public void EveryTruncationIsFound()
    {
        for (int length = 0; length < Functional.Length; length++)
            Assert.Throws<ModelFileException>(() => SafetensorsBytes.Load(Functional[..length]));
    }

    [Fact]
    public void TensorsThatAreMissingOrTooManyAreNamed()
    {
        using Safetensors opened = Safetensors.Open(new MemoryStream(Sequential));
        var tensors = opened.Entries.Keys.ToDictionary(name => name, opened.Read);
        AssertRefused("'dense/kernel' of shape (2, 3)", Rewritten(all => all.Remove("dense/kernel")));
        AssertRefused("'extra' belongs to no parameter", Rewritten(all => all.Add("extra", new Tensor(1))));
        AssertRefused("some are missing", Rewritten(all => all.Remove("optimizer/dense/kernel/velocity")));
        AssertRefused("'optimizer/dense/kernel/velocity' has the shape (6,)", Rewritten(all => all["optimizer/dense/kernel/velocity"] = new Tensor(6)));

        byte[] Rewritten(Action<Dictionary<string, Tensor>> change)
        {
            var changed = new Dictionary<string, Tensor>(tensors);
            change(changed);
            using var stream = new MemoryStream();
            Safetensors.Write(stream, changed, opened.Metadata);
            return SafetensorsBytes.Resealed(stream.ToArray());
        }
    }

    [Fact]
    public void NoMemoryIsAllocatedForTheClaimsOfAFile()
    {
        foreach (string units in (string[])["1000000", "50000000", "2000000000"])
        {
            byte[] file = SafetensorsBytes.Edited(Sequential, Model, text => ReplaceFirst(text, "\"units\":3", $"\"units\":{units}"));
            long before = GC.GetAllocatedBytesForCurrentThread();
            AssertRefused("dense", file);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void GraphsOfManyLayersTakeTimeAndMemoryInProportion()
    {
        const int Count = 5_000;
        IEnumerable<string> layers = Enumerable.Range(0, Count).Reverse().Select(i => string.Create(CultureInfo.InvariantCulture,
            $$$"""{"class_name":"Flatten","config":{"name":"f{{{i}}}"},"inbound_nodes":[{"args":[{"class_name":"__keras_tensor__","config":{"keras_history":["f{{{i - 1}}}",0,0]}}]}]}"""));
        string input = """{"class_name":"InputLayer","config":{"name":"f-1","batch_shape":[null,2]},"inbound_nodes":[]}""";
        string model = $$$"""{"class_name":"Functional","config":{"name":"m","layers":[{{{string.Join(",", layers)}}},{{{input}}}],"input_layers":["f-1",0,0],"output_layers":["f{{{Count - 1}}}",0,0]}}""";
        byte[] file = SafetensorsBytes.Edited(SafetensorsBytes.Saved(new Sequential(2)), Model, _ => model);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(Count, SafetensorsBytes.Load(file).Layers.Count);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100L * file.Length);
    }

    private static void AssertRefused(string words, byte[] file) =>
        Assert.Contains(words, Assert.Throws<ModelFileException>(() => SafetensorsBytes.Load(file)).Message, StringComparison.Ordinal);

    private static string ReplaceFirst(string text, string old, string replacement)
    {
        int place = text.IndexOf(old, StringComparison.Ordinal);
        Assert.True(place >= 0, $"The test looks for {old} in {text}");
        return string.Concat(text.AsSpan(0, place), replacement, text.AsSpan(place + old.Length));
    }

    private static byte[] SequentialFile()
    {
        var model = new Sequential(2, seed: 7).Dense(3, "relu").Dense(1, name: "dense_1");
        model.Compile("adam", "mse", "mae");
        model.Labels = ["a"];
        model.Fit(new Tensor([4, 2]), new Tensor([4, 1]), epochs: 1, verbose: Verbosity.Silent);
        return SafetensorsBytes.Saved(model);
    }

    private static byte[] FunctionalFile()
    {
        var left = new Input(2, seed: 7, name: "left");
        var right = new Input(2, name: "right");
        var shared = new Dense(3, "tanh", name: "shared");
        return SafetensorsBytes.Saved(new Model([left, right], [left.Add(shared).Concatenate(right.Add(shared)).Dense(1)]));
    }
}
