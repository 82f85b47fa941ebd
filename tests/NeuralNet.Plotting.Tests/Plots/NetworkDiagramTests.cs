using System.Xml.Linq;

namespace NeuralNet.Plotting.Tests;

public class NetworkDiagramTests
{
    [Fact]
    public void LinesAreTheWeights()
    {
        Sequential model = Examples.Network();
        var picture = new Picture(Plot.NetworkDiagram(model, ["x₁", "x₂"], ["y"]));
        var lines = picture.All("line").Where(line => Picture.Tooltip(line) is not null).ToArray();
        Assert.Equal(6 + 3, lines.Length);
        Tensor kernel = model.Parameters[0].Value;
        for (int from = 0; from < 2; from++)
        {
            for (int to = 0; to < 3; to++)
            {
                var line = lines[3 * from + to];
                Assert.Equal($"dense/kernel[{from}, {to}] = {NumberText.Format(kernel[from, to])}", Picture.Tooltip(line));
                Assert.True(Picture.Has(line, kernel[from, to] < 0 ? "lower-line" : "raise-line"));
                Assert.Equal(0.4 + 3.6 * Math.Abs(kernel[from, to]) / 4, Picture.Number(line, "stroke-width"), 0.006);
            }
        }

        Assert.Contains("x₁", picture.Texts);
        Assert.Contains("−2", picture.Texts);
        Assert.Contains("3 units · tanh", picture.Texts);
        Assert.Contains("13 parameters · width of lines: weights up to ±4 · colour of neurons: biases up to ±0.2", picture.Texts);
    }

    [Fact]
    public void WeightsThatAreAllZeroAreSaidToBe()
    {
        Sequential model = new Sequential(3, seed: 1).Dense(2, kernelInitializer: "zeros");
        Assert.Contains("8 parameters · all weights are 0", new Picture(Plot.NetworkDiagram(model)).Texts);
    }

    [Fact]
    public void LinesJoinTheNeurons()
    {
        var picture = new Picture(Plot.NetworkDiagram(Examples.Network()));
        (double, double)[] neurons =
            [.. picture.All("circle", "neuron").Select(circle => (Picture.Number(circle, "cx"), Picture.Number(circle, "cy")))];
        Assert.Equal(2 + 3 + 1, neurons.Length);
        Assert.All(picture.All("line").Where(line => Picture.Tooltip(line) is not null), line =>
        {
            Assert.Contains((Picture.Number(line, "x1"), Picture.Number(line, "y1")), neurons);
            Assert.Contains((Picture.Number(line, "x2"), Picture.Number(line, "y2")), neurons);
        });
    }

    [Fact]
    public void LargeLayersAreAbbreviated()
    {
        var model = new Sequential([28, 28], seed: 1).Flatten().Dense(100, "relu").Dropout(0.5f).Dense(12).Dense(13, useBias: false);
        var picture = new Picture(Plot.NetworkDiagram(model));
        Assert.Equal(11 + 11 + 12 + 11, picture.All("circle", "neuron").Count());
        Assert.Equal(11 * 11 + 11 * 12 + 12 * 11, picture.All("line").Count(line => Picture.Tooltip(line) is not null));
        Assert.Contains(picture.All("line").Select(Picture.Tooltip), tooltip =>
            tooltip?.StartsWith("dense/kernel[783, 99] = ", StringComparison.Ordinal) == true);
        Assert.Equal(3 * 3, picture.All("circle", "muted").Count());
        Assert.Contains("784 inputs", picture.Texts);
        Assert.Contains("then dropout", picture.Texts);
        Assert.Contains("then flatten", picture.Texts);
    }

    [Fact]
    public void NeuronsHaveTheColourOfTheirBias()
    {
        var biases = new Picture(Plot.NetworkDiagram(Examples.Network())).All("circle")
            .Where(circle => Picture.Tooltip(circle) is not null).ToArray();
        Assert.Equal(["dense/bias[0] = 0.1", "dense/bias[1] = −0.2", "dense/bias[2] = 0", "dense_1/bias[0] = 0"],
            biases.Select(Picture.Tooltip));
        Assert.True(Picture.Has(biases[0], "raise") && Picture.Has(biases[1], "lower"));
        Assert.Equal([0.4, 0.8, 0, 0], biases.Select(bias => Picture.Number(bias, "opacity")));
    }

    [Fact]
    public void NormalizationLayersAreBoxesThatPassEachValueOn()
    {
        var normalization = new Normalization();
        normalization.Adapt(Examples.Points(10));
        Sequential model = new Sequential(2, seed: 1).Add(normalization).Dense(3, "relu").BatchNormalization().LayerNormalization().Dense(1);
        var picture = new Picture(Plot.NetworkDiagram(model));
        Assert.Equal(["Normalization", "BatchNormalization", "LayerNormalization"],
            picture.All("text").Where(text => text.Attribute("transform") is not null).Select(Picture.TextOf));
        Assert.Equal(3, picture.All("rect", "neuron").Count());
        Assert.Equal(2 + 3 + 3, picture.All("path", "link").Count());
        Assert.Equal(2 + 3 + 1, picture.All("circle", "neuron").Count());
        Assert.Equal(2 * 3 + 3, picture.All("line").Count(line => Picture.Tooltip(line) is not null));
        Assert.Contains($"{model.Parameters.Sum(parameter => parameter.Value.Length)} parameters", string.Join('|', picture.Texts),
            StringComparison.Ordinal);
    }

    /// <summary>
    /// Two branches are arranged vertically in one column; a connection that skips columns passes the blocks as an arrow.
    /// </summary>
    [Fact]
    public void BranchesStandBesideEachOther()
    {
        var picture = new Picture(Plot.NetworkDiagram(Examples.Branched()));
        double X(string name) => Picture.Number(picture.Text(name), "x");
        double Y(string name) => Picture.Number(picture.Text(name), "y");
        Assert.Equal(X("dense"), X("dense_1"));
        Assert.NotEqual(Y("dense"), Y("dense_1"));
        string[] inOrder = ["dense", "batch_normalization", "concatenate", "dense_2", "add", "layer_normalization", "dense_3"];
        Assert.Equal(inOrder.Order(), inOrder.OrderBy(X).Order());
        Assert.Equal(inOrder, inOrder.OrderBy(X));
        Assert.Equal(2, picture.All("path", "arrow").Count());
        XElement[] boxes = [.. picture.All("rect", "neuron")];
        Assert.Equal(4, boxes.Length);
        Assert.All(picture.All("circle", "neuron"), neuron => Assert.DoesNotContain(boxes, box =>
            Math.Abs(Picture.Number(box, "x") + Picture.Number(box, "width") / 2 - Picture.Number(neuron, "cx")) < 20
            && Picture.Number(neuron, "cy") > Picture.Number(box, "y") - 11
            && Picture.Number(neuron, "cy") < Picture.Number(box, "y") + Picture.Number(box, "height") + 11));
    }

    [Fact]
    public void SeveralInputsAndOutputsAreNamed()
    {
        Input first = new(2, seed: 1), second = new(1);
        Node joined = first.Concatenate(second);
        var model = new Model([first, second], [joined.Dense(2), joined.Dense(1)]);
        var picture = new Picture(Plot.NetworkDiagram(model, ["a", "b", "c"], ["u", "v", "w"]));
        Assert.All(["a", "b", "c", "u", "v", "w"], name => Assert.Contains(name, picture.Texts));
        AssertError("input, 3", () => Plot.NetworkDiagram(model, ["a"]));
        AssertError("output, 3", () => Plot.NetworkDiagram(model, outputNames: ["a"]));
    }

    [Fact]
    public void TheModelsOwnNamesAreTheDefault()
    {
        Sequential model = Examples.Network();
        (model.FeatureNames, model.Labels) = (["length", "width"], ["no", "yes"]);
        Assert.Equal(Plot.NetworkDiagram(model, ["length", "width"], ["yes"]).ToSvg(), Plot.NetworkDiagram(model).ToSvg());
        Assert.Equal(
            Plot.DecisionBoundary(model, Examples.X, Examples.Y, ["no", "yes"], ["length", "width"]).ToSvg(),
            Plot.DecisionBoundary(model, Examples.X, Examples.Y).ToSvg());
        Assert.Contains("other", new Picture(Plot.NetworkDiagram(model, outputNames: ["other"])).Texts);
    }

    [Fact]
    public void LayersOfSeveralAxesAreBoxesWithTheirShape()
    {
        var picture = new Picture(Plot.NetworkDiagram(new Sequential([3, 2], seed: 1).Dense(4)));
        Assert.Contains("(3, 4) · linear", picture.Texts);
        Assert.Single(picture.All("path", "arrow"));
    }

    [Fact]
    public void BadDataIsNamed()
    {
        AssertError("input, 2", () => Plot.NetworkDiagram(Examples.Network(), ["a"]));
        AssertError("output, 1", () => Plot.NetworkDiagram(Examples.Network(), outputNames: ["a", "b"]));
        Sequential broken = Examples.Network();
        broken.Parameters[0].Value[1, 2] = float.NaN;
        AssertError("'dense/kernel' has NaN in row 1, place 2", () => Plot.NetworkDiagram(broken));
    }

    private static void AssertError(string part, Action action) =>
        Assert.Contains(part, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
}
