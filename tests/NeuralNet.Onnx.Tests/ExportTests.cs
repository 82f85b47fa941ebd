using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Schema.AttributeProto.Types;

namespace NeuralNet.Onnx.Tests;

/// <summary>Tests of every layer and activation, and of models of several layers, as ONNX files.</summary>
public class ExportTests(ExportedModels models) : IClassFixture<ExportedModels>
{
    public static TheoryData<string> Names =>
        [.. ExportExamples.All.Where(example => example.NotInOnnx is null).Select(example => example.Name)];

    public static TheoryData<string> RefusedNames =>
        [.. ExportExamples.All.Where(example => example.NotInOnnx is not null).Select(example => example.Name)];

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void LayersThatOnnxLacksAreRefusedWithAMessage(string name)
    {
        ExportExample example = ExportExamples.Named(name);
        var exception = Assert.Throws<NotSupportedException>(() => example.Make().ExportOnnx(Stream.Null));
        Assert.Contains(example.NotInOnnx!, exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Each layer must be exported, itself or by its parts, or its example states that ONNX has no counterpart.</summary>
    [Fact]
    public void EveryLayerCanBeWritten() => Assert.All(
        LayerExamples.All.Where(example => example.Make() is not CompositeLayer),
        example => Assert.Equal(example.NotInOnnx != "no counterpart", LayerExporters.Knows(example.Make().GetType())));

    [Fact]
    public void EveryActivationCanBeWritten() =>
        Assert.All(Activation.Known.ClassNames, name => Assert.True(ActivationExporters.Knows(name), name));

    [PythonTheory("onnx")]
    [MemberData(nameof(Names))]
    public void OnnxsOwnCheckerAccepts(string example) => Assert.Null((string?)models.CheckedByOnnx(example)["error"]);

    [Theory]
    [MemberData(nameof(Names))]
    public void OnnxRuntimePredictsTheSame(string example)
    {
        Tensor[] actual = OnnxRuntime.Run(File.ReadAllBytes(models.FileOf(example)), ExportExamples.Named(example).Inputs);
        RequireEqual(models.Expected(example), actual, 1e-5, example);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void IsReadAsAModelWithTheSamePredictions(string example)
    {
        Model again = OnnxModel.Load(models.FileOf(example));
        RequireEqual(models.Expected(example), [.. again.Predict(ExportExamples.Named(example).Inputs)], 1e-6, example);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryAttributeHasATypeAndEveryNameIsUnique(string example)
    {
        GraphProto graph = ModelProto.Parser.ParseFrom(File.ReadAllBytes(models.FileOf(example))).Graph;
        Assert.All(graph.Node.SelectMany(node => node.Attribute), attribute => Assert.NotEqual(AttributeType.Undefined, attribute.Type));
        string[] names =
        [
            .. graph.Node.SelectMany(node => node.Output), .. graph.Initializer.Select(tensor => tensor.Name),
            .. graph.Input.Select(input => input.Name),
        ];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Equal(graph.Node.Count, graph.Node.Select(node => node.Name).Distinct().Count());
    }

    [Fact]
    public void NamesAreThoseOfTheLayers()
    {
        ModelProto model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(models.FileOf("several inputs and outputs")));
        Assert.Equal(8, model.IrVersion);
        Assert.Equal(17, Assert.Single(model.OpsetImport).Version);
        Assert.Equal(["left", "right"], model.Graph.Input.Select(input => input.Name));
        Assert.Equal(["kind", "size"], model.Graph.Output.Select(output => output.Name));
        Assert.Equal(
            ["dense/Gemm", "dense/Relu", "dense_1/Gemm", "dense_1/Tanh", "concatenate/Concat", "kind/Gemm", "kind/Softmax", "size/Gemm"],
            model.Graph.Node.Select(node => node.Name));
        Assert.Equal(["dense/kernel", "dense/bias"], model.Graph.Initializer.Take(2).Select(tensor => tensor.Name));
        TensorShapeProto shape = model.Graph.Input[0].Type.TensorType.Shape;
        Assert.Equal("batch", shape.Dim[0].DimParam);
        Assert.Equal(3, shape.Dim[1].DimValue);
    }

    [Fact]
    public void ALayerOfTheProgramIsRefusedByName()
    {
        Model model = new Sequential(2).Dense(3).Add(new Own());
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var exception = Assert.Throws<NotSupportedException>(() => model.ExportOnnx(path));
        Assert.Contains("'own' (Own)", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void AnActivationOfTheProgramIsRefusedByName()
    {
        Model model = new Sequential(2).Dense(3, new Twice());
        var exception = Assert.Throws<NotSupportedException>(() => model.ExportOnnx(Stream.Null));
        Assert.Contains("'relu' of the layer 'dense' (Dense)", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANormalizationThatHasLearntNothingIsRefused()
    {
        Model model = new Sequential(2).Normalization();
        var exception = Assert.Throws<InvalidOperationException>(() => model.ExportOnnx(Stream.Null));
        Assert.Contains("Adapt", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Keras, layers/merging/base_merge.py and multiply.py: padding of an input is 1 in a product and less than anything in a maximum; what
    /// is padding in every input is 0 in a product and the first input's value in a maximum.
    /// </summary>
    [Theory]
    [InlineData("multiply", true, new float[] { 6, 5, 0, 0 })]
    [InlineData("multiply", false, new float[] { 6, 5, 9, 9 })]
    [InlineData("maximum", true, new float[] { 3, 5, 7, 7 })]
    [InlineData("maximum", false, new float[] { 3, 5, 9, 9 })]
    public void PaddingIsExcludedFromProductsAndMaxima(string merge, bool isSecondMasked, float[] expected)
    {
        Input left = new(4), right = new(4);
        Node first = left.Embedding(2, 1, maskZero: true, name: "first"), second = right.Embedding(6, 1, maskZero: isSecondMasked, name: "second");
        Model model = new([left, right], [merge == "multiply" ? first.Multiply(second) : first.Maximum(second)]);
        model.Parameters[0].SetValue(new Tensor([2, 1], [7, 2]));
        model.Parameters[1].SetValue(new Tensor([6, 1], [9, 1, 2, 3, 4, 5]));
        using var file = new MemoryStream();
        model.ExportOnnx(file);
        Tensor[] tokens = [new Tensor([1, 4], [1, 0, 0, 0]), new Tensor([1, 4], [3, 5, 0, 0])];
        Assert.Equal(expected, Assert.Single(OnnxRuntime.Run(file.ToArray(), tokens)).ToArray());
        file.Position = 0;
        string message = Assert.Throws<ModelFileException>(() => OnnxModel.Load(file)).Message;
        Assert.Contains("the operator Where of the node", message, StringComparison.Ordinal);
    }

    private static void RequireEqual(Tensor[] expected, Tensor[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Close.To(expected[i], actual[i], tolerance, $"{what}, output {i}");
    }

    private sealed class Own : Layer
    {
        protected internal override void Forward(Frame frame) => frame.Input.AsSpan().CopyTo(frame.Output.AsSpan());

        protected internal override void Backward(Frame frame)
        {
        }
    }

    /// <summary>An activation with the name of another function.</summary>
    private sealed class Twice : Activation
    {
        public override string Name => "relu";

        protected internal override void Forward(ReadOnlySpan<float> input, Span<float> output, int rowLength)
        {
            for (int i = 0; i < input.Length; i++)
                output[i] = 2 * input[i];
        }

        protected internal override void Backward(
            ReadOnlySpan<float> input, ReadOnlySpan<float> output, Span<float> gradient, int rowLength)
        {
        }
    }
}
