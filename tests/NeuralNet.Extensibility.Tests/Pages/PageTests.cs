using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using NeuralNet;

namespace Extensions.Tests;

/// <summary>
/// Tests that the code of the pages in docs compiles and runs. The programs write to the console and to the current folder.
/// </summary>
[Collection(Name)]
public sealed partial class PageTests : IDisposable
{
    private const string Name = "Process-wide";

    private readonly TextWriter console = Console.Out;
    private readonly string before = Environment.CurrentDirectory;
    private readonly string folder = Directory.CreateTempSubdirectory("neuralnet").FullName;
    private readonly StringWriter output = new(CultureInfo.InvariantCulture);

    public PageTests()
    {
        Environment.CurrentDirectory = folder;
        Console.SetOut(output);
    }

    public void Dispose()
    {
        Console.SetOut(console);
        Environment.CurrentDirectory = before;
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("writing-a-layer.md", "LearnedSwish.cs", "WritingALayer.cs", "Halves.cs", "LastStep.cs", "GatedUnit.cs", "ComposedLayers.cs",
        "DecayingSum.cs", "RecurrentCells.cs")]
    [InlineData("training-on-batches.md", "TrainingOnBatches.cs")]
    [InlineData("data-sets.md", "DataSets.cs", "Products.cs", "Caching.cs", "CrossValidating.cs")]
    [InlineData("generated-code.md", "ShiftedReLU.cs", "GeneratedCode.cs")]
    [InlineData("transfer-learning.md", "TransferLearning.cs")]
    public void CodeIsWhatIsCompiled(string page, params string[] files)
    {
        string text = File.ReadAllText(Path.Combine(OwnFolder(), "../../../docs", page)).ReplaceLineEndings("\n");
        Assert.Equal(files.SelectMany(Marked), CodeBlock().Matches(text).Select(block => block.Groups[1].Value));
    }

    [Fact]
    public void LayerOfThePageIsProvenTrainedAndSaved()
    {
        WritingALayer.Check();
        Assert.Equal(new Shape(4, 1), RecurrentCells.Make().Predict(new Tensor([4, 7, 3])).Shape);
        var random = new RandomStream(1);
        var x = new Tensor([60, 4]);
        var y = new Tensor(60);
        for (int row = 0; row < 60; row++)
        {
            y[row] = row % 3;
            for (int i = 0; i < 4; i++)
                x[row, i] = random.NextSingle() + (i == row % 3 ? 1 : 0);
        }

        (Model model, Model again) = WritingALayer.Train(x, y);
        Assert.Equal(model.Predict(x).ToArray(), again.Predict(x).ToArray());
        Assert.Contains(model.GetLayer("learned_swish").Parameters[0].Value.ToArray(), beta => beta != 1);
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Sequential([2, 3]).LearnedSwish());
        Assert.Contains("takes rows with one axis; they have the shape (2, 3)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ComposedLayersOfThePageAreProvenTrainedAndSaved()
    {
        ComposedLayers.Check();
        Model model = ComposedLayers.Make();
        model.Compile(new Adam(0.01f), "mse");
        Tensor x = new float[,] { { 5, 2, 0, 0 }, { 3, 4, 7, 0 } }, y = new float[,] { { 1 }, { 0 } };
        Parameter frozen = model.GetLayer("gated_unit/dense").Parameters[0];
        float[] before = frozen.Value.ToArray();
        double first = model.TrainOnBatch(x, y).Loss, last = model.Fit(x, y, epochs: 50, verbose: Verbosity.Silent)["loss"][^1];
        Assert.True(last < first / 2);
        Assert.Equal(before, frozen.Value.ToArray());
        Assert.Equal("gated_unit/dense/kernel", model.PathOf(frozen));
        Assert.Equal(model.Predict(new float[,] { { 5, 2, 0, 0 } }).ToArray(), model.Predict(new float[,] { { 5, 2 } }).ToArray());

        model.Save("composed.safetensors");
        Model again = Model.Load("composed.safetensors", new CustomObjects().Add("LastStep", _ => new LastStep()).Add("GatedUnit", GatedUnit.From));
        Assert.Equal(model.Predict(x).ToArray(), again.Predict(x).ToArray());
    }

    [Fact]
    public void AChainRefusesALayerOfSeveralOutputs()
    {
        var model = new Sequential(4);
        ArgumentException error = Assert.Throws<ArgumentException>(() => model.Add(new Halves()));
        Assert.Contains("The layer 'halves' (Halves) has 2 outputs; a chain goes on from one.", error.Message, StringComparison.Ordinal);
        Assert.Empty(model.Layers);
    }

    [Fact]
    public void LayersOfThePageAreCalled()
    {
        (Tensor y, IReadOnlyList<Tensor> halves) = ComposedLayers.Call();
        Assert.Equal(3, y.Length);
        Assert.Equal([1, 2], halves[0].ToArray());
        Assert.Equal([3, 4], halves[1].ToArray());
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Halves().Call([new Tensor([1, 3])]));
        Assert.Contains("The layer 'halves' (Halves) halves the last axis, whose size is even; the input has the shape (3,)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LayerOfGeneratedCodeIsProvenAndSaved()
    {
        GradientCheck.Run(new My.Layers.ShiftedReLU(0.3f), 4).ThrowIfAbove(1e-3);
        (Model model, Model again) = GeneratedCode.Run();
        Tensor x = new float[,] { { 1, -3, 2 } };
        Assert.Equal(model.Predict(x).ToArray(), again.Predict(x).ToArray());
        Assert.Throws<ArgumentOutOfRangeException>("shift", () => new My.Layers.ShiftedReLU(float.NaN));
    }

    /// <summary>y = a·b is learned to a tenth of its variance, 1/9, from a file that is longer than the buffer.</summary>
    [Fact]
    public void ModelLearnsFromAFileReadInParts()
    {
        WriteProducts("train.csv", rows: 5000, seed: 1);
        WriteProducts("test.csv", rows: 100, seed: 2);
        Model model = TrainingOnBatches.Run();

        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(11, lines.Length);
        Assert.StartsWith("epoch 10: loss ", lines[9], StringComparison.Ordinal);
        Assert.InRange(double.Parse(lines[10].Split(' ')[^1], CultureInfo.InvariantCulture), 0, 1 / 90.0);
        Assert.InRange(model.Predict(new Tensor([1, 2], [0.5f, -0.5f]))[0, 0], -0.5f, 0f);
    }

    [Fact]
    public void ModelLearnsFromDataSets()
    {
        WriteProducts("train.csv", rows: 5000, seed: 1);
        WriteProducts("test.csv", rows: 100, seed: 2);
        (History history, Evaluation result, Tensor predictions) = DataSets.Run();
        Assert.InRange(result.Loss, 0, 1 / 90.0);
        Assert.Equal(result.Loss, history["val_loss"][^1], 1e-9);
        Assert.Equal(new Shape(100, 1), predictions.Shape);

        var model = new Sequential(2, seed: 1).Dense(16, "tanh").Dense(1);
        model.Compile(new Adam(learningRate: 0.01f), "mean_squared_error");
        model.Fit(new Products(5000), new FitOptions { Epochs = 10 });
        Assert.InRange(model.Evaluate(new Products(100)).Loss, 0, 1 / 90.0);
    }

    /// <summary>The second training reads the file, not the table, which is gone.</summary>
    [Fact]
    public void ModelLearnsFromACache()
    {
        WriteProducts("train.csv", rows: 5000, seed: 1);
        Model model = NewModel(), again = NewModel();
        Assert.InRange(Caching.Run(model)["val_loss"][^1], 0, 1 / 90.0);
        File.Delete("train.csv");
        Caching.Run(again);
        Assert.Equal(model.Parameters[0].Value.ToArray(), again.Parameters[0].Value.ToArray());

        static Model NewModel()
        {
            var model = new Sequential(2, seed: 1).Dense(16, "tanh").Dense(1);
            model.Compile(new Adam(learningRate: 0.01f), "mean_squared_error");
            return model;
        }
    }

    /// <summary>The sign of the product of two numbers, which no line separates, of rows that are not scaled.</summary>
    [Fact]
    public void ModelOfThePageIsCrossValidated()
    {
        var random = new RandomStream(1);
        Tensor x = new([400, 2]), y = new(400);
        for (int row = 0; row < 400; row++)
        {
            float a = 2 * random.NextSingle() - 1, b = 2 * random.NextSingle() - 1;
            (x[row, 0], x[row, 1], y[row]) = (1000 + 50 * a, b / 50, a * b > 0 ? 1 : 0);
        }

        CrossValidationResult result = CrossValidating.Run(x, y);
        Assert.StartsWith("accuracy ", output.ToString(), StringComparison.Ordinal);
        Assert.InRange(result.Mean("accuracy"), 0.85, 1);
        Assert.Equal(result.Mean("accuracy"), result.Predictions.ArgMax().Where((label, row) => label == y[row]).Count() / 400.0, 1e-9);
    }

    /// <summary>A network that tells which of ten features is the largest learns to tell which pair of features is.</summary>
    [Fact]
    public void TransferLearningOfThePageRuns()
    {
        Tensor x = Uniform(rows: 300), y = new(300), pairs = new(300);
        for (int row = 0; row < 300; row++)
        {
            x[row, row % 10] += 1;
            y[row] = x[row..(row + 1)].ArgMax()[0];
            pairs[row] = MathF.Floor(y[row] / 2);
        }

        Sequential pretrained = new Sequential(10, seed: 1).Dense(40, "relu").BatchNormalization().Dense(20, "relu", name: "features").Dense(10, "softmax");
        pretrained.Compile(new Adam(0.01f), "sparse_categorical_crossentropy");
        pretrained.Fit(x, y, epochs: 60);
        float[] before = WeightsOf(pretrained);

        Sequential model = TransferLearning.NewHead(pretrained, x, pairs);
        Assert.Equal(before[..900], WeightsOf(model)[..900]);
        double loss = model.Evaluate(x, pairs).Loss;
        TransferLearning.FineTune(model, x, pairs);
        Assert.False(model.GetLayer("batch_normalization").IsTrainable);
        Assert.True(model.Evaluate(x, pairs).Loss < loss);

        Sequential joined = TransferLearning.FeaturesOnce(pretrained, x, pairs);
        int correct = joined.Predict(x).ArgMax().Where((label, row) => label == pairs[row]).Count();
        Assert.InRange(correct, 200, 300);
        Sequential head = new Sequential(20).Dense(5, "softmax");
        head.Compile("adam", "sparse_categorical_crossentropy");
        TransferLearning.FeaturesInAFile(Dataset.From(x, pairs), pretrained.TakeUntil("features"), head);
        Assert.Equal(before, WeightsOf(pretrained));

        File.Copy(Path.Combine(OwnFolder(), "../../NeuralNet.Tests/Reference/pytorch/net.pt"), "net.pt");
        Assert.Equal([1, 8], TransferLearning.FromPyTorch().Predict(new Tensor([1, 4])).Shape);
    }

    private static float[] WeightsOf(Model model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())];

    private static Tensor Uniform(int rows)
    {
        var random = new RandomStream(1);
        var x = new Tensor([rows, 10]);
        foreach (ref float value in x.AsSpan())
            value = random.NextSingle();
        return x;
    }

    private static void WriteProducts(string file, int rows, int seed)
    {
        var random = new RandomStream(seed);
        File.WriteAllLines(file, Enumerable.Range(0, rows).Select(_ =>
        {
            float a = 2 * random.NextSingle() - 1, b = 2 * random.NextSingle() - 1;
            return FormattableString.Invariant($"{a},{b},{a * b}");
        }));
    }

    /// <summary>Returns the parts between the marks, without their indentation.</summary>
    private static IEnumerable<string> Marked(string file)
    {
        string text = File.ReadAllText(Path.Combine(OwnFolder(), file)).ReplaceLineEndings("\n");
        return MarkedPart().Matches(text).Select(part => string.Concat(part.Groups[2].Value.Split('\n')[..^1]
            .Select(line => (line.Length > 0 ? line[part.Groups[1].Length..] : "") + "\n")));
    }

    private static string OwnFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [CollectionDefinition(Name, DisableParallelization = true)]
    public class ProcessWide;

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("^( *)// <page>\n(.*?)^ *// </page>$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex MarkedPart();
}
