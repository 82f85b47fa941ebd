using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>
/// Tests that recurrent layers and attention with the weights of PyTorch's modules give the outputs that PyTorch stated
/// (Tools/make_sequence_state_dicts.py).
/// </summary>
public class SequenceStateDictTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Reference", "pytorch");
    private static readonly JsonObject Expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "sequences.json")))!.AsObject();

    [Fact]
    public void RNN() => Check("rnn", Chain(new SimpleRNN(2, returnSequences: true, name: "layer")), Mapping);

    [Fact]
    public void RNNWithReLUAndWithoutBias() =>
        Check("relu", Chain(new SimpleRNN(2, "relu", useBias: false, returnSequences: true, name: "layer")), Mapping);

    [Fact]
    public void LSTM() => Check("lstm", Chain(new LSTM(2, returnSequences: true, name: "layer")), Mapping);

    [Fact]
    public void GRU() => Check("gru", Chain(new GRU(2, returnSequences: true, name: "layer")), Mapping);

    [Fact]
    public void BidirectionalGRUWithoutBias() => Check(
        "gru_bidirectional", Chain(new Bidirectional(new GRU(2, useBias: false, returnSequences: true), name: "layer")), Mapping);

    [Fact]
    public void SeveralBidirectionalLayersOfOneModule() => Check(
        "lstm_layers",
        Chain(
            new Bidirectional(new LSTM(2, returnSequences: true), name: "first"),
            new Bidirectional(new LSTM(2, returnSequences: true), name: "second")),
        new WeightMapping().AddPyTorch("first", "").AddPyTorch("second", "", index: 1));

    [Theory]
    [InlineData("attention", 4, 4)]
    [InlineData("attention_sizes", 3, 5)]
    public void Attention(string name, int keySize, int valueSize)
    {
        Input query = new([4, 4]), value = new([3, valueSize]), key = new([3, keySize]);
        var model = new Model([query, value, key], [query.Merge(new MultiHeadAttention(2, 2, name: "layer"), value, key)]);
        Check(name, model, Mapping);
    }

    [Fact]
    public void AGRUThatResetsBeforeTheProductIsRefused()
    {
        Model model = Chain(new GRU(2, resetAfter: false, name: "layer"));
        string message = Assert.Throws<ArgumentException>(() => model.LoadWeights(PathOf("gru"), mapping: Mapping)).Message;
        Assert.Contains("'layer' has resetAfter: false", message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherSizesAreNamed()
    {
        Model model = Chain(new LSTM(3, name: "layer"));
        string message = Assert.Throws<ModelFileException>(() => model.LoadWeights(PathOf("lstm"), mapping: Mapping)).Message;
        Assert.Contains("layer/lstm_cell/kernel (3, 12) from weight_ih_l0 (8, 3)", message, StringComparison.Ordinal);
    }

    private static WeightMapping Mapping => new WeightMapping().AddPyTorch("layer", "");

    private static Model Chain(params Layer[] layers)
    {
        var model = new Sequential([4, 3]);
        foreach (Layer layer in layers)
            model.Add(layer);
        return model;
    }

    private static string PathOf(string name) => Path.Combine(Folder, $"sequence_{name}.pt");

    private static void Check(string name, Model model, WeightMapping mapping)
    {
        WeightsReport report = model.LoadWeights(PathOf(name), mapping: mapping);
        Assert.True(report.IsComplete, report.ToString());
        Tensor[] inputs = TensorJson.ReadAll(Expected[name]!["inputs"]!);
        Close.To(TensorJson.Read(Expected[name]!["output"]!), model.Predict(inputs)[0], 1e-5, name);
    }
}
