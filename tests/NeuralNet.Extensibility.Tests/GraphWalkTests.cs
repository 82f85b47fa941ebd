using NeuralNet;

namespace Extensions.Tests;

/// <summary>Tests that walk models as an exporter does, by the public API only.</summary>
public class GraphWalkTests
{
    [Fact]
    public void AnExporterOfAProgramsOwnSeesLayersSettingsPortsAndMasks()
    {
        Input tokens = new(4, name: "tokens"), number = new(6, name: "number");
        Node steps = tokens.Embedding(10, 3, maskZero: true).Dense(5, Activation.LeakyReLU(0.25f)).GlobalAveragePooling1D();
        Node halves = number.Add(new Halves("halves")).Outputs[1];
        Node joined = steps.Concatenate(halves).Add(new ResidualBlock(2, name: "block"));
        var model = new Model([tokens, number], [joined.Dense(2, "softmax", name: "kind"), joined], name: "mixed");

        var exporter = new DotExporter(model);

        Assert.Equal(
            """
            digraph "mixed" {
              n0 [label="tokens\nInput"];
              n1 [label="number\nInput"];
              n2 [label="embedding\nEmbedding 10 to 3\nembeddings (10, 3)"];
              n0:0 -> n2 [label="(4,)"];
              n3 [label="dense\nDense 5, leaky_relu 0.25, 60 multiply-adds\nkernel (3, 5)\nbias (5,)"];
              n2:0 -> n3 [label="(4, 3) masked"];
              n4 [label="global_average_pooling1d\nGlobalAveragePooling1D"];
              n3:0 -> n4 [label="(4, 5) masked"];
              n5 [label="halves\nHalves"];
              n1:0 -> n5 [label="(6,)"];
              n6 [label="concatenate\nConcatenate along -1"];
              n4:0 -> n6 [label="(5,)"];
              n5:1 -> n6 [label="(3,)"];
              n7 [label="block/dense\nDense 2, relu, 16 multiply-adds\nkernel (8, 2)\nbias (2,)"];
              n6:0 -> n7 [label="(8,)"];
              n8 [label="block/dense_1\nDense 8, 16 multiply-adds\nkernel (2, 8)\nbias (8,)"];
              n7:0 -> n8 [label="(2,)"];
              n9 [label="block/add\nAdd"];
              n8:0 -> n9 [label="(8,)"];
              n6:0 -> n9 [label="(8,)"];
              n10 [label="block/layer_normalization\nLayerNormalization ε = 0.001\ngamma (8,)\nbeta (8,)"];
              n9:0 -> n10 [label="(8,)"];
              n11 [label="kind\nDense 2, softmax, 16 multiply-adds\nkernel (8, 2)\nbias (2,)"];
              n10:0 -> n11 [label="(8,)"];
              n11:0 -> output [label="(2,)"];
              n10:0 -> output [label="(8,)"];
            }

            """, exporter.Write(), ignoreLineEndingDifferences: true);
        Assert.Equal(60 + 16 + 16 + 16, exporter.MultiplyAdds);
    }

    [Fact]
    public void ALayerThatIsUsedTwiceHasTwoNodesOfOnePath()
    {
        Input left = new(3), right = new(3);
        var shared = new Dense(2, name: "shared");
        LayerGraph graph = new Model([left, right], [left.Add(shared).Subtract(right.Add(shared))]).Graph;

        GraphNode[] uses = [.. graph.Nodes.Where(node => node.Layer == shared)];

        Assert.Equal(["shared", "shared"], uses.Select(node => node.Path));
        Assert.Equal(graph.Inputs, uses.Select(node => node.Inputs[0].Node));
        Assert.Equal(uses, graph.Nodes[^1].Inputs.Select(port => graph.Nodes[port.Node]));
        Assert.Equal([new Port(graph.Nodes.Count - 1)], graph.Outputs);
    }

    [Fact]
    public void APartOfACompositeNamesTheCompositesAroundIt()
    {
        Layer inner = new Sequential(4, name: "inner").Dense(4)!, outer = new Sequential(4, name: "outer").Add(inner)!;
        LayerGraph graph = new Sequential(4).Add(outer).Graph;

        GraphNode part = Assert.Single(graph.Nodes, node => node.Layer is Dense);

        Assert.Equal("outer/inner/dense", part.Path);
        Assert.Equal(["outer", "inner"], part.Scope.Select(layer => layer.Name));
        Assert.Equal("outer/inner/dense (None, 4)", part.ToString());
    }

    [Fact]
    public void AGraphKeepsItsNodesWhenTheModelGrows()
    {
        var model = new Sequential(3);
        LayerGraph before = model.Dense(2).Graph;
        model.Dense(1);

        Assert.Equal(2, before.Nodes.Count);
        Assert.Equal(3, model.Graph.Nodes.Count);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(2, 0)]
    [InlineData(1, 1)]
    [InlineData(1, -1)]
    public void APortThatTheGraphLacksIsRefused(int node, int output)
    {
        LayerGraph graph = new Sequential(3).Dense(2).Graph;
        var port = new Port(node, output);

        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => graph.ShapeOf(port));
        Assert.Contains("no such port", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => graph.HasMask(port));
    }

    /// <summary>A symbolic tensor gives access to its layer and the tensors that feed it, without a model.</summary>
    [Fact]
    public void ASymbolicTensorShowsItsLayerAndInputs()
    {
        Input left = new(2), right = new(2);
        Node sum = left.Add(right);

        Assert.Equal("Add", sum.Layer.ClassName);
        Assert.Equal<Node>([left, right], sum.Inputs);
        Assert.Empty(left.Inputs);
    }
}
