using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Tests.ForeignGraph;
using Dimension = NeuralNet.Onnx.Schema.TensorShapeProto.Types.Dimension;

namespace NeuralNet.Onnx.Tests;

/// <summary>
/// Tests that files with dynamic axes other than the batch are read as models with open axes. Those whose names begin with dynamic were
/// written by Tools/export_pytorch_dynamic.py; ONNX Runtime computes the expected predictions for each length.
/// </summary>
public class DynamicAxisTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Reference");

    private static readonly string[] Refused = ["mean_of_length"];

    public static TheoryData<string> Names => [.. Directory.GetFiles(Folder, "dynamic_*.onnx").Select(file => Path.GetFileNameWithoutExtension(file))
        .Where(name => !Refused.Any(name.Contains))];

    [Theory]
    [MemberData(nameof(Names))]
    public void PredictsAsOnnxRuntimeAtEachLength(string name)
    {
        byte[] file = Read(name);
        Model model = Load(file);
        Assert.All(model.InputShapes, shape => Assert.Equal(Shape.Open, shape[0]));
        Agree(name, file, model, file);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void IsSavedAndExportedAgainWithADynamicAxis(string name)
    {
        byte[] file = Read(name);
        Model model = Load(file);
        using var saved = new MemoryStream();
        model.Save(saved);
        saved.Position = 0;
        Agree(name + ", saved", file, Model.Load(saved), file);
        byte[] exported = Export(model);
        ModelProto description = ModelProto.Parser.ParseFrom(exported);
        Assert.All(description.Graph.Input, input => Assert.False(input.Type.TensorType.Shape.Dim[1].HasDimValue));
        foreach (int length in (int[])[1, 4, 9])
        {
            Tensor[] inputs = Inputs(name, model, length);
            Close.To(model.Predict(inputs)[0], OnnxRuntime.Run(exported, inputs)[0], 1e-5, $"{name}, exported, length {length}");
            Close.To(model.Predict(inputs)[0], Load(exported).Predict(inputs)[0], 1e-5, $"{name}, read again, length {length}");
        }
    }

    [Theory]
    [InlineData("mean_of_length", "the operator Cast", "'length'")]
    public void OperatorsThatNeedTheSizeOfAnOpenAxisAreRefused(string name, params string[] words)
    {
        string[] files = Directory.GetFiles(Folder, $"dynamic_{name}_*.onnx");
        Assert.NotEmpty(files);
        foreach (string file in files)
            RefusedWith(File.ReadAllBytes(file), words);
    }

    [Fact]
    public void AnAxisWithoutSizeAndNameIsOpen()
    {
        byte[] file = Dynamic("nameless", new Dimension()).Weights("w", [4, 2]).Node("MatMul", "x w").Bytes;
        Model model = Load(file);
        Assert.Equal(new Shape(null, 4), model.InputShapes[0]);
        Assert.Equal([3, 7, 2], model.Predict(TestData.Normal([3, 7, 4], seed: 1)).Shape);
    }

    [Fact]
    public void AShapeOfAnUnfinishedLayerChangesNothing()
    {
        byte[] file = Dynamic("unfinished").Weights("w", [4, 2]).Weights("b", [2]).Integers("t", [1], -1).Integers("i", [1], 0)
            .Node("MatMul", "x w").Node("Shape", "y").Node("Add", "y b").Node("Gather", "y1 i").Node("Concat", "y3 t", Int("axis", 0)).Node("Reshape", "y2 y4").Bytes;
        Model model = Load(file);
        Assert.Equal(["Dense", "Flatten"], model.Layers.Select(layer => layer.ClassName));
        Assert.Equal(2, model.Layers[0].Parameters.Count);
        Tensor x = TestData.Normal([3, 5, 4], seed: 2);
        Close.To(OnnxRuntime.Run(file, [x])[0], model.Predict(x), 1e-5, "unfinished");
    }

    /// <summary>The graph states contradictory sizes, such as 3·length for 4·length values.</summary>
    [Theory]
    [InlineData("Reshape", "cannot make rows", 0, -1, 8)]
    [InlineData("Reshape", "cannot make rows", 0, 4, 4)]
    [InlineData("Reshape", "keeps the axis 3", 0, 0, 2, 0)]
    [InlineData("Reshape", "two sizes", -1, -1, 4)]
    [InlineData("Reshape", "has the size -2", 0, -2, 4)]
    [InlineData("Reshape", "[batch·length, 4], of which the first is not the batch", -1, 4)]
    [InlineData("Expand", "cannot repeat", 1, 7, 1)]
    [InlineData("Expand", "before the batch", 2, 1, 1, 1)]
    [InlineData("Expand", "'batch' is not known to be '5' or 1", 5, 1, 1)]
    public void ContradictoryShapesAreRefused(string type, string words, params int[] target) => RefusedWith(
        Dynamic("contradiction").Integers("s", [target.Length], Array.ConvertAll(target, size => (long)size)).Node(type, "x s").Bytes,
        $"the operator {type} of the node", words);

    [Fact]
    public void TwoOpenAxesCannotBeLeftOpen() => RefusedWith(
        new ForeignGraph("image", [2, 3, 4]).With(OpenSecondAndThird).Integers("s", [5], 0, 0, 0, 2, 2).Node("Reshape", "x s").Bytes,
        "[batch, axis 1 of 'x', axis 2 of 'x', 2, 2], with more than one open axis");

    [Fact]
    public void ASqueezeOfAnOpenAxisIsRefused() => RefusedWith(
        Dynamic("squeezed").Integers("a", [1], 1).Node("Squeeze", "x a").Bytes, "not known to have the size 1", "length");

    [Fact]
    public void AnAxisOfTheRowsThatIsCalledAsTheBatchIsRefused() => RefusedWith(
        Dynamic("square", new Dimension { DimParam = "n" }).Node("Relu", "x").Bytes, "'n' is the size of the batch", "'x'");

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void ASizeThatIsNotPositiveIsRefused(int size) => RefusedWith(
        Dynamic("empty", new Dimension { DimValue = size }).Node("Relu", "x").Bytes, $"the axis 1 of the input 'x' has the size {size}");

    [Fact]
    public void BatchesOfDifferentSizesAreRefused() => RefusedWith(
        new ForeignGraph("batches", [4], batch: 3).Input("z", [4], batch: 5).Node("Add", "x z").Bytes, "'z' has a batch of 5 rows and another one has 3");

    /// <summary>
    /// A list that is concatenated with itself and a size that is multiplied by itself grow exponentially with the number of operators.
    /// </summary>
    [Theory]
    [InlineData("Concat")]
    [InlineData("Mul")]
    public void ShapesCannotGrowWithoutEnd(string type)
    {
        ForeignGraph graph = Dynamic("growth").Node("Shape", "x");
        for (int i = 0; i < 60; i++)
        {
            string last = i == 0 ? "y" : FormattableString.Invariant($"y{i}");
            graph.Node(type, $"{last} {last}", type == "Concat" ? [Int("axis", 0)] : []);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFileException>(() => Load(graph.Bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void AxesThatAreMergedWithFewerAxesStayOpen()
    {
        var input = new Input([null, null, 3], seed: 4);
        var row = new Input(3);
        var model = new Model([input, row], [input.Dense(3, "relu").Add(row)]);
        byte[] exported = Export(model);
        Tensor[] inputs = [TestData.Normal([2, 3, 4, 3], seed: 1), TestData.Normal([2, 3], seed: 2)];
        Close.To(model.Predict(inputs)[0], OnnxRuntime.Run(exported, inputs)[0], 1e-5, "exported");
        Close.To(model.Predict(inputs)[0], Load(exported).Predict(inputs)[0], 1e-5, "read again");
    }

    private static void Agree(string name, byte[] file, Model model, byte[] reference)
    {
        foreach (int length in (int[])[1, 4, 5, 9])
        {
            Tensor[] inputs = Inputs(name, model, length);
            Tensor expected = name.Contains("repeated_mean", StringComparison.Ordinal)
                ? OnnxRuntime.RunTokens(reference, inputs[0])
                : OnnxRuntime.Run(reference, inputs)[0];
            Close.To(expected, Assert.Single(model.Predict(inputs)), 1e-5, $"{name} at length {length}");
        }
    }

    private static Tensor[] Inputs(string name, Model model, int length) =>
    [
        .. model.InputShapes.Select((shape, input) => name.Contains("repeated_mean", StringComparison.Ordinal)
            ? TestData.Integers([2, length], seed: length, 9)
            : TestData.Normal([2, length, shape[1]], seed: length + input)),
    ];

    /// <summary>Creates a graph of rows of four features, with any number of steps.</summary>
    private static ForeignGraph Dynamic(string name, Dimension? steps = null) => new ForeignGraph(name, [1, 4])
        .With(model => model.Graph.Input[0].Type.TensorType.Shape.Dim[1] = steps ?? new Dimension { DimParam = "length" });

    private static void OpenSecondAndThird(ModelProto model)
    {
        foreach (int axis in (int[])[1, 2])
            model.Graph.Input[0].Type.TensorType.Shape.Dim[axis] = new Dimension();
    }

    private static void RefusedWith(byte[] file, params string[] words)
    {
        string message = Assert.Throws<ModelFileException>(() => Load(file)).Message;
        Assert.True(words.All(message.Contains), message);
    }

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".onnx"));

    private static Model Load(byte[] file) => OnnxModel.Load(new MemoryStream(file));

    private static byte[] Export(Model model)
    {
        using var stream = new MemoryStream();
        model.ExportOnnx(stream);
        return stream.ToArray();
    }
}
