using System.Text.Json.Nodes;

namespace NeuralNet.TensorFlowJs.Tests;

/// <summary>Tests that TensorFlow.js loads and runs every layer and activation that it has, and models of several layers.</summary>
public class ExportTests(ExportedModels models) : IClassFixture<ExportedModels>
{
    /// <summary>The examples without a counterpart in TensorFlow.js, and a word of the stated reason.</summary>
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal)
    {
        ["new Discretization([0.5f, 2.5f, 3.5f])"] = "no counterpart",
        ["new Discretization([0.5f, 2.5f], outputMode: IndexOutputMode.OneHot)"] = "no counterpart",
        ["new Subtract()"] = "no counterpart",
        ["new UnitNormalization()"] = "no counterpart",
        ["new UnitNormalization(-2)"] = "no counterpart",
        ["new UnitNormalization([1, 2])"] = "no counterpart",
        ["new Softmax([1, 3])"] = "other axes than the last",
        ["new Softmax(axis: 1)"] = "other axes than the last",
        ["new GlobalAveragePooling1D(keepDims: true)"] = "keepdims",
        ["new GlobalMaxPooling1D(keepDims: true)"] = "keepdims",
        ["new CategoryEncoding(5, CategoryOutputMode.OneHot)"] = "several tokens",
        ["new ELU(0.7f)"] = "'elu', which TensorFlow.js lacks",
        ["elu"] = "'elu', which TensorFlow.js lacks",
        ["new LayerNormalization(-1, 0.01f, gammaInitializer: new RandomNormal(1, 0.3f), rmsScaling: true)"] = "rms_scaling",
        ["new Rescaling([3, 0.5f], [1, -2])"] = "for each feature",
        ["new Rescaling([2], [1, -2, 3])"] = "for each feature",
        ["new BatchNormalization(axis: 1, momentum: 0.8f, gammaInitializer: new RandomNormal(1, 0.3f))"] = "along the axis 1",
        ["new BatchNormalization(axis: 1, renorm: true, renormClipping: new RenormClipping(1.5f, 1.5f, 0))"] = "along the axis 1",
        ["new BatchNormalization(axis: 2)"] = "along the axis 2",
        ["new Normalization(axis: 1, mean: [1, 2], variance: [4, 5])"] = "along the axis 1",
        ["new GlobalAveragePooling1D(DataFormat.ChannelsFirst)"] = "channels first",
        ["new GlobalMaxPooling1D(DataFormat.ChannelsFirst, keepDims: true)"] = "keepdims",
        ["hard_silu"] = "'hard_silu'",
        ["exponential"] = "'exponential'",
        ["step"] = "'step'",
        ["gelu approximate"] = "'gelu', which TensorFlow.js lacks",
        ["shared layer"] = "(Subtract)",
        ["padding and average"] = "leaves out padding",
        ["padding and maximum"] = "leaves out padding",
        ["padding of two inputs"] = "leaves out padding",
    };

    /// <summary>The layers without a translation yet, whatever their settings.</summary>
    private static readonly string[] RefusedLayers =
    [
        "MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D", "GlobalAveragePooling2D", "GlobalMaxPooling2D",
        "ZeroPadding1D", "ZeroPadding2D", "Cropping1D", "Cropping2D", "UpSampling1D", "UpSampling2D", "Resizing", "CenterCrop",
        "GroupNormalization", "RMSNormalization", "SpatialDropout1D", "SpatialDropout2D", "Permute", "RepeatVector", "Minimum", "Dot", "ReLU",
        "RandomFlip", "RandomTranslation", "RandomRotation", "RandomZoom", "RandomContrast", "RandomBrightness", "Conv1D", "Conv2D",
        "Conv1DTranspose", "Conv2DTranspose", "DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D", "MatMul", "Slice",
        "Attention", "AdditiveAttention", "MultiHeadAttention", "GroupQueryAttention", "PositionEmbedding", "SinePositionEncoding",
        "TransformerEncoder", "TransformerDecoder", "SimpleRNN", "LSTM", "GRU", "SimpleRNNCell", "LSTMCell", "GRUCell", "StackedRNNCells",
        "RNN", "Bidirectional", "TimeDistributed", "Masking",
    ];

    public static TheoryData<string> Names => ExportExamples.Names;

    public static TheoryData<string> WrittenNames =>
        [.. ExportExamples.All.Select(example => example.Name).Where(name => ReasonFor(name) is null)];

    [NodeTheory("@tensorflow/tfjs")]
    [MemberData(nameof(WrittenNames))]
    public void TensorFlowJsPredictsTheSame(string example)
    {
        JsonNode result = models.RunByTensorFlowJs(example);
        Assert.True(result["error"] is null, (string?)result["error"]);
        Tensor[] expected = models.Expected(example), actual = TensorJson.ReadAll(result["outputs"]!);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Close.To(expected[i], actual[i], 1e-5, $"{example}, output {i}");
    }

    /// <summary>The examples that are refused are those listed here, with the reasons listed here.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void OnlyExamplesThatTensorFlowJsLacksAreRefused(string example)
    {
        string? reason = ReasonFor(example), error = models.ErrorOf(example);
        if (reason is null)
            Assert.Null(error);
        else
            Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFilesAreOfKeras2sSchema()
    {
        JsonNode json = JsonNode.Parse(File.ReadAllText(Path.Combine(models.FolderOf("chain"), "model.json")))!;
        Assert.Equal("layers-model", (string?)json["format"]);
        JsonNode model = json["modelTopology"]!["model_config"]!;
        Assert.Equal("Sequential", (string?)model["class_name"]);
        JsonNode input = model["config"]!["layers"]![0]!["config"]!;
        Assert.Equal("[null,4]", input["batch_input_shape"]!.ToJsonString());
        Assert.Null(input["batch_shape"]);
        Assert.Equal("dense/kernel", (string?)json["weightsManifest"]![0]!["weights"]![0]!["name"]);
        Assert.DoesNotContain("initializer", json.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ANormalizationThatHasLearntNothingIsRefused()
    {
        Model model = new Sequential(2).Normalization();
        var exception = Assert.Throws<InvalidOperationException>(() => model.ExportTensorFlowJs("unused"));
        Assert.Contains("Adapt", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AModelIsNotWrittenWithTwoLayersOfOneName()
    {
        Sequential model = new Sequential(4).Dense(3).Dense(2);
        model.Layers[1].Name = "dense";
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var exception = Assert.Throws<ArgumentException>(() => model.ExportTensorFlowJs(folder));
        Assert.Contains("named 'dense'", exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void ALayerThatIsOpenAlongAnAxisIsWrittenWithNull()
    {
        string folder = Directory.CreateTempSubdirectory("neuralnet-tensorflow-js-").FullName;
        try
        {
            new Sequential([null, 3]).Dense(2).ExportTensorFlowJs(folder);
            JsonNode json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "model.json")))!;
            JsonNode input = json["modelTopology"]!["model_config"]!["config"]!["layers"]![0]!["config"]!;
            Assert.Equal("[null,null,3]", input["batch_input_shape"]!.ToJsonString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A custom layer may have the name of a layer that can be written but another function.</summary>
    [Fact]
    public void ALayerOfAProgramsOwnIsRefused()
    {
        Model model = new Sequential(4).Add(new Dropout());
        var exception = Assert.Throws<NotSupportedException>(() => model.ExportTensorFlowJs("unused"));
        Assert.Contains("(Dropout) cannot be written", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Returns the reason why an example is refused; null if it can be written.</summary>
    private static string? ReasonFor(string example) =>
        RefusedLayers.Any(layer => example.Contains($" () => new {layer}(", StringComparison.Ordinal))
            ? "no counterpart"
            : Refused.FirstOrDefault(pair => IsOf(example, pair.Key)).Value;

    /// <summary>
    /// Examples of layers and activations have a number before their name, layers their inputs' shapes behind it; the tanh form of GELU
    /// has no name of its own.
    /// </summary>
    private static bool IsOf(string example, string name)
    {
        string[] words = example.Split(' ', 2);
        bool isNumbered = int.TryParse(words[0], out int number);
        string bare = isNumbered ? words[1].Replace(" in Dense", "", StringComparison.Ordinal) : example;
        if (isNumbered && bare == "gelu" && ActivationExamples.All[number] is ApproximateGELUActivation)
            bare = "gelu approximate";
        return bare == name || bare.StartsWith($"() => {name} of (", StringComparison.Ordinal);
    }

    private sealed class Dropout : Layer
    {
        protected internal override void Forward(Frame frame) => throw new NotSupportedException();

        protected internal override void Backward(Frame frame) => throw new NotSupportedException();
    }
}
