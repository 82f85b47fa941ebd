using System.Text.Json.Nodes;

namespace NeuralNet.Keras.Tests;

/// <summary>Tests that files written here have the structure of those of Keras and are read back unchanged.</summary>
public sealed class SaveTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("neuralnet-keras-").FullName;

    public static TheoryData<string> Names => ReferenceModel.Names;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void GroupsNamesAndShapesAreThoseOfKeras(string name)
    {
        ReferenceModel reference = ReferenceModel.Open(name);
        string path = Save(KerasModel.Load(reference.Path));
        Assert.Equal(
            Contents(KerasArchive.Open(File.ReadAllBytes(reference.Path)).Weights),
            Contents(KerasArchive.Open(File.ReadAllBytes(path)).Weights));
        KerasModel.Load(reference.Path).SaveKerasWeights(path);
        Assert.Equal(
            Contents(Hdf5Reader.Read(File.ReadAllBytes(reference.WeightsPath))), Contents(Hdf5Reader.Read(File.ReadAllBytes(path))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheConfigurationIsThatOfKeras(string name)
    {
        ReferenceModel reference = ReferenceModel.Open(name);
        string path = Save(KerasModel.Load(reference.Path));
        Contains(Configuration(reference.Path), Configuration(path), name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ASavedModelPredictsTheSame(string name)
    {
        ReferenceModel reference = ReferenceModel.Open(name);
        Model model = KerasModel.Load(reference.Path), again = KerasModel.Load(Save(model));
        Assert.Equal(model.Predict(reference.Input).ToArray(), again.Predict(reference.Input).ToArray());
        string weights = Path.Combine(folder, "model.weights.h5");
        model.SaveKerasWeights(weights);
        Model other = Model.FromJson(model.ToJson());
        KerasModel.LoadWeights(other, weights);
        Assert.Equal(model.Predict(reference.Input).ToArray(), other.Predict(reference.Input).ToArray());
    }

    /// <summary>Keras passes flags, the second tensor of self-attention and the attention mask in the call.</summary>
    [Fact]
    public void CallsOfAttentionAreThoseOfKeras()
    {
        Input x = new([4, 6], seed: 1, name: "x"), mask = new([4, 4], name: "mask");
        Node own = x.MultiHeadAttention(2, 3, useCausalMask: true, name: "own");
        Node grouped = own.Merge(new GroupQueryAttention(3, 4, 2, useAttentionMask: true, useGate: true, name: "grouped"), mask);
        var model = new Model([x, mask], [grouped.Merge(new Attention(useScale: true, name: "last"), own)]);
        string path = Save(model);
        Dictionary<string, JsonNode> uses = Configuration(path)["config"]!["layers"]!.AsArray()
            .Where(layer => layer!["inbound_nodes"]!.AsArray().Count > 0)
            .ToDictionary(layer => (string)layer!["name"]!, layer => layer!["inbound_nodes"]![0]!);
        Assert.Equal(2, uses["own"]["args"]!.AsArray().Count);
        Assert.Equal("""{"use_causal_mask":true}""", uses["own"]["kwargs"]!.ToJsonString());
        Assert.Equal(2, uses["grouped"]["args"]!.AsArray().Count);
        Assert.Equal("mask", (string)uses["grouped"]["kwargs"]!["attention_mask"]!["config"]!["keras_history"]![0]!);
        Assert.Equal(2, Assert.Single(uses["last"]["args"]!.AsArray())!.AsArray().Count);
        Hdf5Group weights = KerasArchive.Open(File.ReadAllBytes(path)).Weights;
        Assert.NotNull(weights.Find("layers")!.Find("grouped_query_attention")!.Find("gate_dense"));

        Model again = KerasModel.Load(path);
        Tensor[] inputs = [new Tensor([1, 4, 6], [.. Enumerable.Range(0, 24).Select(i => MathF.Sin(i))]), new Tensor([1, 4, 4])];
        inputs[1].AsSpan().Fill(1);
        inputs[1][0, 2, 1] = 0;
        Assert.Equal(model.Predict(inputs)[0].ToArray(), again.Predict(inputs)[0].ToArray());
    }

    /// <summary>Cells and inner layers are in the groups of Keras's attributes, those of a list and of a model by their classes.</summary>
    [Fact]
    public void InnerLayersAreInKerassGroups()
    {
        var inner = new Sequential(3, name: "inner").Dense(4, "tanh").Dense(2);
        Model model = new Sequential([5, 3], seed: 3)
            .Add(new TimeDistributed(inner))
            .Add(new RNN(new StackedRNNCells([new LSTMCell(3), new LSTMCell(2), new GRUCell(4)]), returnSequences: true))
            .Add(new Bidirectional(new SimpleRNN(2)));
        string path = Save(model);
        Hdf5Group layers = KerasArchive.Open(File.ReadAllBytes(path)).Weights.Find("layers")!;
        foreach (string group in (string[])[
            "time_distributed/layer/layers/dense", "time_distributed/layer/layers/dense_1", "rnn/cell/cells/lstm_cell",
            "rnn/cell/cells/lstm_cell_1", "rnn/cell/cells/gru_cell", "bidirectional/forward_layer/cell", "bidirectional/backward_layer/cell"])
            Assert.NotNull(layers.FindTensor($"{group}/vars/0"));
        Tensor x = new([2, 5, 3], [.. Enumerable.Range(0, 30).Select(i => MathF.Sin(i))]);
        Assert.Equal(model.Predict(x).ToArray(), KerasModel.Load(path).Predict(x).ToArray());
    }

    [Fact]
    public void ASavedTrainingContinuesAsInKeras()
    {
        ReferenceModel reference = ReferenceModel.Open("compiled");
        LoadTests.ContinuesAsInKeras(reference, KerasModel.Load(Save(KerasModel.Load(reference.Path))));
    }

    public static TheoryData<string> Optimizers => ["sgd", "momentum", "rmsprop", "rmsprop centered", "adam", "amsgrad", "adamw", "nadam", "adamax", "adagrad", "adadelta", "lion", "schedule", "average", "accumulation"];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void ATrainingContinuesWithAnyOptimizer(string optimizer)
    {
        var input = new Input(3, seed: 4);
        Node hidden = input.Dense(5, "tanh").BatchNormalization();
        var model = new Model(input, hidden.Add(input.Dense(5)).Dense(2));
        model.GetLayer(model.Layers[0].Name).IsTrainable = optimizer != "lion";
        model.Compile(TestOptimizers.Of(optimizer), "mse", "mae");
        (Tensor x, Tensor y) = (Values(8, 3), Values(8, 2));
        Fit(model, x, y);

        Model again = KerasModel.Load(Save(model));
        Fit(model, x, y);
        Fit(again, x, y);

        Assert.Equal(model.Predict(x).ToArray(), again.Predict(x).ToArray());
    }

    /// <summary>Reads a file by the HDF5 library itself.</summary>
    [PythonFact("h5py")]
    public void TheHdf5LibraryReadsTheSame()
    {
        Model model = KerasModel.Load(ReferenceModel.Open("compiled").Path);
        string path = Path.Combine(folder, "model.weights.h5");
        model.SaveKerasWeights(path);
        string output = ChildProcess.Run(
            ExternalTools.PythonWith("h5py")!, Path.Combine(AppContext.BaseDirectory, "Tools", "read_hdf5.py"), path);
        JsonObject read = JsonNode.Parse(output)!.AsObject();
        Assert.Equal("compiled", (string?)read["vars"]!["name"]);
        Assert.Equal("hidden", (string?)read["layers/dense/vars"]!["name"]);
        Close.To(model.Parameters[0].Value, TensorJson.Read(read["layers/dense/vars/0"]!), 0, "kernel");
        Close.To(model.Parameters[^1].Value, TensorJson.Read(read["layers/dense_1/vars/1"]!), 0, "bias");
    }

    private string Save(Model model)
    {
        string path = Path.Combine(folder, "model.keras");
        model.SaveKeras(path);
        return path;
    }

    private static JsonNode Configuration(string path) => LayerDescription.Parse(KerasArchive.Open(File.ReadAllBytes(path)).Configuration);

    /// <summary>Returns a line for each group with its name, and for each tensor with its shape.</summary>
    private static IEnumerable<string> Contents(Hdf5Group group) =>
    [
        $"/{group.Path} {(group.Path.StartsWith("optimizer", StringComparison.Ordinal) ? "" : group.Text("name"))}",
        .. group.Tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"/{pair.Value.Path} {pair.Value.ShapeText}"),
        .. group.Groups.OrderBy(pair => pair.Key, StringComparer.Ordinal).SelectMany(pair => Contents(pair.Value)),
    ];

    /// <summary>
    /// Checks that what is written is in the configuration of Keras, apart from defaults, and that Keras's layers, in their order, and
    /// their
    /// connections are there.
    /// </summary>
    private static void Contains(JsonNode? expected, JsonNode? actual, string place)
    {
        switch (actual)
        {
            case JsonObject json when expected is JsonObject keras:
                foreach ((string key, JsonNode? value) in json)
                {
                    // The module of an optimizer is that of a backend in Keras's files; losses, metrics and axes have several forms. Inputs
                    // are float32 here; an Embedding of Keras converts token numbers.
                    if (key == "dtype" && (string?)keras[key] == "int32")
                        continue;
                    if (key is not ("module" or "registered_name" or "loss" or "loss_weights" or "metrics" or "weighted_metrics" or "activity_regularizer"
                        or "minval" or "maxval" or "noise_shape"))
                    {
                        Assert.True(keras.ContainsKey(key), $"{place}: {key}");
                        Contains(keras[key], value, $"{place}/{key}");
                    }
                }

                break;
            case JsonArray list:
                Assert.Equal(expected!.AsArray().Count, list.Count);
                for (int i = 0; i < list.Count; i++)
                    Contains(expected[i], list[i], $"{place}/{i}");
                break;
            case JsonValue number when number.TryGetValue(out double value):
                // Keras writes a single axis as a list once the layer is built.
                Close.To((double)(expected is JsonArray and [{ } only] ? only : expected)!, value, 1e-6, place);
                break;
            default:
                Assert.True(JsonNode.DeepEquals(expected, actual), $"{place}: {expected?.ToJsonString()} expected, was {actual?.ToJsonString()}");
                break;
        }
    }

    private static void Fit(Model model, Tensor x, Tensor y) =>
        model.Fit(x, y, batchSize: 3, epochs: 1, shuffle: false, verbose: Verbosity.Silent);

    private static Tensor Values(int rows, int columns)
    {
        var random = new Random(rows + columns);
        return new Tensor([rows, columns], [.. Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle() - 0.5f)]);
    }
}
