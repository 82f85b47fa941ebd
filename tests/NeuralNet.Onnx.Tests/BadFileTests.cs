using Google.Protobuf;
using NeuralNet.Onnx.Schema;
using static NeuralNet.Onnx.Schema.TensorProto.Types;

namespace NeuralNet.Onnx.Tests;

/// <summary>Tests that files that are damaged, malicious or unsupported are one kind of exception that describes the error.</summary>
public class BadFileTests
{
    private const int Mutations = 6000;

    [Fact]
    public void AMutatedFileIsAModelOrIsRefused()
    {
        string[] ofPyTorch = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Reference"), "*.onnx");
        byte[][] files = [.. ExportExamples.All.Where(example => example.NotInOnnx is null).Select(example => Bytes(example.Make())),
            .. ofPyTorch.Select(File.ReadAllBytes)];
        int refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            var random = new Random(i);
            byte[] mutated = Mutate(files[i % files.Length], files[random.Next(files.Length)], random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                OnnxModel.Load(new MemoryStream(mutated));
            }
            catch (ModelFileException)
            {
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"Mutation {i}: {exception}");
            }

            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken < 10_000_000, $"Mutation {i} took {taken} bytes for a file of {mutated.Length}.");
        }

        Assert.InRange(refused, Mutations / 4, Mutations - 1);
    }

    [Fact]
    public void EveryTruncatedFileIsRefused()
    {
        byte[] file = Bytes(ExportExamples.Named("chain").Make());
        for (int length = 0; length < file.Length; length++)
            Assert.Throws<ModelFileException>(() => OnnxModel.Load(new MemoryStream(file, 0, length)));
    }

    [Fact]
    public void AnUnknownOperatorIsNamedWithItsNode() =>
        RefusedWith(graph => graph.Node[0].OpType = "Conv", "operator Conv of the node 'dense/Gemm'", "Gemm");

    [Fact]
    public void AnOperatorOfAnotherDomainIsNotTakenForOnnxs() =>
        RefusedWith(graph => graph.Node[0].Domain = "com.microsoft", "operator Gemm of the node 'dense/Gemm': it is not supported");

    [Fact]
    public void AnUnknownFunctionIsNamed() => RefusedWith(
        graph =>
        {
            graph.Node.Add(new NodeProto { OpType = "Abs", Name = "sizes", Input = { "dense" }, Output = { "sizes" } });
            graph.Output[0].Name = "sizes";
        },
        "operator Abs of the node 'sizes'", "no activation");

    [Fact]
    public void ValuesInOtherFilesAreRefused() =>
        RefusedWith(graph => graph.Initializer[0].DataLocation = DataLocation.External, "'dense/kernel' are in another file");

    [Fact]
    public void SizesMustFitTheValues() => RefusedWith(graph => graph.Initializer[0].Dims[0] = 1L << 30, "'dense/kernel'");

    [Fact]
    public void SizesThatOverflowAreRefused() =>
        RefusedWith(graph => graph.Initializer[0].Dims.Add([int.MaxValue, int.MaxValue, int.MaxValue]), "cannot be read");

    [Fact]
    public void AnInputThatNoOperatorGivesIsNamed() => RefusedWith(graph => graph.Node[0].Input[0] = "nothing", "'nothing'");

    [Fact]
    public void AnOutputThatNoOperatorGivesIsNamed() => RefusedWith(graph => graph.Output[0].Name = "nothing", "'nothing'");

    [Fact]
    public void AnOpenAxisOfFeaturesIsRefused() => RefusedWith(
        graph => graph.Input[0].Type.TensorType.Shape.Dim[1] = new TensorShapeProto.Types.Dimension { DimParam = "width" },
        "'width' is open");

    [Fact]
    public void AnOlderOpsetIsRefused()
    {
        ModelProto model = Parse(SmallModel());
        model.OpsetImport[0].Version = 7;
        Assert.Contains("opset 7", Assert.Throws<ModelFileException>(() => Load(model)).Message, StringComparison.Ordinal);
    }

    /// <summary>A kernel of a megabyte, copied to a thousand layers, would take a gigabyte.</summary>
    [Fact]
    public void WeightsCannotBeMultiplied()
    {
        ModelProto model = Parse(Bytes(new Sequential(500).Dense(500)));
        GraphProto graph = model.Graph;
        string last = "dense";
        for (int i = 0; i < 1000; i++)
        {
            graph.Initializer.Add(new TensorProto { Name = $"bias{i}", DataType = (int)DataType.Float, Dims = { 1 }, FloatData = { i } });
            graph.Node.Add(new NodeProto { OpType = "Gemm", Input = { last, "dense/kernel", $"bias{i}" }, Output = { $"y{i}" } });
            last = $"y{i}";
        }

        graph.Output[0].Name = last;
        Assert.Contains("over and over", Assert.Throws<ModelFileException>(() => Load(model)).Message, StringComparison.Ordinal);
    }

    /// <summary>A column and a row of 20 kB each would be a matrix of 100 MB, and a list that is doubled 60 times still more.</summary>
    [Theory]
    [InlineData("Add", "column row")]
    [InlineData("Concat", "row row")]
    public void ConstantsCannotBeComputedToMoreThanTheFileJustifies(string type, string inputs)
    {
        ForeignGraph graph = new ForeignGraph("constants", [5000]).Weights("column", [5000, 1]).Weights("row", [1, 5000]).Node(type, inputs);
        for (int i = 0; type == "Concat" && i < 60; i++)
            graph.Node(type, i == 0 ? "y y" : $"y{i} y{i}");
        graph.Node("MatMul", $"x {graph.Model.Graph.Node[^1].Output[0]}");
        byte[] file = graph.Bytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<ModelFileException>(() => OnnxModel.Load(new MemoryStream(file))).Message;
        Assert.Contains("would take far more memory than the file", message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40L * file.Length);
    }

    /// <summary>A hundred thousand operators, one within the other, do not exhaust the stack.</summary>
    [Theory]
    [InlineData("Mul", true)]
    [InlineData("Relu", false)]
    [InlineData("Identity", false)]
    public void LongChainsAreNoDeepRecursion(string operatorType, bool isBinary)
    {
        ModelProto model = Parse(SmallModel());
        string last = "dense";
        for (int i = 0; i < 20_000; i++)
        {
            model.Graph.Node.Add(new NodeProto { OpType = operatorType, Input = { last }, Output = { $"y{i}" } });
            if (isBinary)
                model.Graph.Node[^1].Input.Add(last);
            last = $"y{i}";
        }

        model.Graph.Output[0].Name = last;
        Load(model);
    }

    [Fact]
    public void AMissingFileIsTheSystemsException() => Assert.Throws<FileNotFoundException>(() => OnnxModel.Load("absent.onnx"));

    [Fact]
    public void AFolderIsDistinguishedFromAFile() => Assert.Contains(
        "is a folder", Assert.Throws<IOException>(() => OnnxModel.Load(Path.GetTempPath())).Message, StringComparison.Ordinal);

    private static void RefusedWith(Action<GraphProto> change, params string[] words)
    {
        ModelProto model = Parse(SmallModel());
        change(model.Graph);
        string message = Assert.Throws<ModelFileException>(() => Load(model)).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    private static byte[] SmallModel() => Bytes(new Sequential(3).Dense(2));

    private static ModelProto Parse(byte[] bytes) => ModelProto.Parser.ParseFrom(bytes);

    private static Model Load(ModelProto model) => OnnxModel.Load(new MemoryStream(model.ToByteArray()));

    private static byte[] Bytes(Model model)
    {
        using var stream = new MemoryStream();
        model.ExportOnnx(stream);
        return stream.ToArray();
    }

    /// <summary>Flips bits, replaces, removes, repeats or exchanges bytes, or truncates the file.</summary>
    private static byte[] Mutate(byte[] original, byte[] other, Random random)
    {
        var bytes = new List<byte>(original);
        for (int i = random.Next(1, 4); i > 0 && bytes.Count > 1; i--)
        {
            int start = random.Next(bytes.Count), length = random.Next(1, Math.Min(40, bytes.Count - start) + 1);
            switch (random.Next(6))
            {
                case 0:
                    bytes[start] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[start] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(start, length);
                    break;
                case 3:
                    bytes.InsertRange(start, bytes.GetRange(start, length));
                    break;
                case 4:
                    int from = random.Next(other.Length);
                    bytes.InsertRange(start, other.AsSpan(from, Math.Min(length, other.Length - from)).ToArray());
                    break;
                default:
                    bytes.RemoveRange(start, random.Next(8) == 0 ? bytes.Count - start : 1);
                    break;
            }
        }

        return [.. bytes];
    }
}
