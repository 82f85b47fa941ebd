namespace NeuralNet.Onnx.Tests;

/// <summary>
/// Tests of small transformers as PyTorch exports them (Tools/export_pytorch_transformers.py): attention becomes one layer, in whatever
/// operators it is written, and predicts as ONNX Runtime does, at any length and with padding.
/// </summary>
public class TransformerTests
{
    private const int Words = 19;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Reference");

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "transformer_*.onnx").Select(file => Path.GetFileNameWithoutExtension(file)!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void PredictsAsOnnxRuntime(string name)
    {
        byte[] file = Read(name);
        Model model = Load(file);
        foreach (int rows in (int[])[1, 3])
        {
            foreach (int length in (int[])[1, 2, 7, 12])
                Agree(file, model, rows, length, name);
        }
    }

    [Theory]
    [InlineData("bert_opset13", 2)]
    [InlineData("bert_opset17", 2)]
    [InlineData("distilbert_opset13", 2)]
    [InlineData("distilbert_opset17", 2)]
    [InlineData("gpt_opset13", 2)]
    [InlineData("gpt_opset17", 2)]
    [InlineData("nanogpt_opset17", 1)]
    [InlineData("encoder_opset17", 2)]
    [InlineData("encoder_norm_first_opset17", 2)]
    [InlineData("padded_encoder_opset17", 2)]
    [InlineData("decoder_opset17", 2)]
    [InlineData("unprojected_opset17", 0)]
    public void AttentionIsOneLayer(string name, int attentions)
    {
        Model model = Load(Read("transformer_" + name));
        Assert.Equal(attentions, model.Graph.Nodes.Count(node => node.Layer is MultiHeadAttention));
        if (attentions > 0)
            Assert.DoesNotContain(model.Graph.Nodes, node => node.Layer is MatMul or Permute);
    }

    /// <summary>The exported file is read by ONNX Runtime, and here with the same layers.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void IsExportedAgain(string name)
    {
        Model model = Load(Read(name));
        using var stream = new MemoryStream();
        model.ExportOnnx(stream);
        Model again = Load(stream.ToArray());
        Assert.Equal(Classes(model), Classes(again));
        foreach (int length in (int[])[1, 5, 12])
        {
            Tensor[] inputs = Inputs(model, 3, length);
            IReadOnlyList<Tensor> expected = model.Predict(inputs), actual = OnnxRuntime.Run(stream.ToArray(), inputs), reread = again.Predict(inputs);
            for (int i = 0; i < expected.Count; i++)
            {
                Close.To(expected[i], actual[i], 1e-5, $"{name}, output {i}, exported");
                Close.To(expected[i], reread[i], 1e-5, $"{name}, output {i}, read again");
            }
        }
    }

    /// <summary>The projections of a product of queries, keys and values are trained apart, and gradients are those of differences.</summary>
    [Fact]
    public void ItIsTrainedAndSaved()
    {
        Model model = Load(Read("transformer_encoder_opset17"));
        model.Compile(new Adam(0.01f), "mse");
        Tensor x = TestData.Normal([4, 6, 8], seed: 1), y = TestData.Normal([4, 6, 8], seed: 2);
        History history = model.Fit(x, y, epochs: 30, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < 0.8 * history["loss"][0], $"{history["loss"][0]} → {history["loss"][^1]}");
        using var saved = new MemoryStream();
        model.Save(saved);
        saved.Position = 0;
        Assert.Equal(model.Predict(x).ToArray(), Model.Load(saved).Predict(x).ToArray());
    }

    private static IEnumerable<string> Classes(Model model) => model.Graph.Nodes.Select(node => node.Layer.ClassName).Order();

    private static void Agree(byte[] file, Model model, int rows, int length, string name)
    {
        Tensor[] inputs = Inputs(model, rows, length);
        bool hasTokens = model.InputShapes[0].Rank == 1;
        IReadOnlyList<Tensor> expected = hasTokens ? OnnxRuntime.RunTokens(file, inputs) : OnnxRuntime.Run(file, inputs), actual = model.Predict(inputs);
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
            Close.To(expected[i], actual[i], 1e-5, $"{name}, output {i}, {rows} × {length}");
    }

    /// <summary>Returns tokens, a mask of those that are data, and types; or steps of features.</summary>
    private static Tensor[] Inputs(Model model, int rows, int length) =>
    [
        .. model.Graph.Inputs.Select(input => model.Graph.Nodes[input].Layer.Name).Select((name, index) => name switch
        {
            "attention_mask" => Mask(rows, length),
            "token_type_ids" => TestData.Integers([rows, length], seed: 3, 2),
            "input_ids" => TestData.Integers([rows, length], seed: length, Words),
            _ => TestData.Normal([rows, .. model.InputShapes[index].Select(size => size == Shape.Open ? length : size)], seed: index + length),
        }),
    ];

    private static Tensor Mask(int rows, int length)
    {
        var mask = new Tensor([rows, length]);
        for (int row = 0; row < rows; row++)
            mask.Row(row)[..Math.Max(1, length - 2 * row)].Fill(1);
        return mask;
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".onnx"));

    private static Model Load(byte[] file) => OnnxModel.Load(new MemoryStream(file));
}
