namespace NeuralNet.Explainability.Tests;

public class ModelGradientsTests
{
    [Fact]
    public void InputGradientIsTheSlopeOfThePrediction()
    {
        Model model = Examples.Classifier("tanh");
        Tensor x = Examples.Rows(3, 4, seed: 5), upstream = Examples.Rows(3, 3, seed: 6);
        Tensor gradient = model.InputGradient(x, upstream);
        for (int row = 0; row < 3; row++)
        {
            for (int column = 0; column < 4; column++)
                Assert.Equal(Slope(model, x, upstream, row, column), gradient[row, column], 1e-3);
        }
    }

    [Fact]
    public void InputGradientDoesNotDependOnTheBatchSizeAndLeavesParametersAlone()
    {
        Model model = Examples.Classifier("relu");
        Tensor x = Examples.Rows(7, 4, seed: 5), upstream = Examples.Rows(7, 3, seed: 6);
        float[][] before = [.. model.Parameters.Select(parameter => parameter.Value.ToArray())];
        float[] whole = model.InputGradient(x, upstream).ToArray(), parts = model.InputGradient(x, upstream, batchSize: 3).ToArray();
        Examples.AssertClose([.. whole.Select(value => (double)value)], [.. parts.Select(value => (double)value)], 1e-6);
        Assert.Equal(before, model.Parameters.Select(parameter => parameter.Value.ToArray()));
    }

    [Fact]
    public void GradientsFollowWeightsAndLayersAddedLater()
    {
        Sequential model = new Sequential(2, seed: 1).Dense(2);
        model.Parameters[0].SetValue(new float[,] { { 1, 2 }, { 3, 4 } });
        Tensor x = new float[,] { { 1, 1 } };
        Assert.Equal([1f, 3f], model.InputGradient(x, new float[,] { { 1, 0 } }).ToArray());
        model.Parameters[0].SetValue(new float[,] { { 5, 2 }, { 7, 4 } });
        Assert.Equal([5f, 7f], model.InputGradient(x, new float[,] { { 1, 0 } }).ToArray());
        model.Dense(1);
        model.Parameters[2].SetValue(new float[,] { { 10 }, { 0 } });
        Assert.Equal([50f, 70f], model.InputGradient(x, new float[,] { { 1 } }).ToArray());
    }

    [Fact]
    public void WrongShapesAreRefused()
    {
        Model model = Examples.Classifier("relu");
        Examples.AssertError<ArgumentException>("(2, 3)", () => model.InputGradient(Examples.Rows(2, 4, 1), Examples.Rows(2, 4, 1)));
        Assert.Throws<ArgumentException>(() => model.InputGradient(Examples.Rows(2, 5, 1), Examples.Rows(2, 3, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.InputGradient(Examples.Rows(2, 4, 1), Examples.Rows(2, 3, 1), batchSize: 0));
    }

    [Fact]
    public void LayerOutputsEndInThePrediction()
    {
        Model model = Examples.Classifier("relu");
        Tensor x = Examples.Rows(300, 4, seed: 5);
        IReadOnlyList<(Layer Layer, Tensor Output)> outputs = model.LayerOutputs(x);
        Assert.Equal(model.Layers, outputs.Select(pair => pair.Layer));
        Assert.Equal(model.Predict(x).ToArray(), outputs[^1].Output.ToArray());
        Assert.Equal([300, 12], outputs[0].Output.Shape);
    }

    [Fact]
    public void APartHasTheOutputOfItsLayerAndSharesTheWeights()
    {
        Model model = Examples.Classifier("relu");
        Tensor x = Examples.Rows(5, 4, seed: 5);
        Model part = model.TakeUntil(model.Layers[1].Name);
        Assert.Equal(model.LayerOutputs(x)[1].Output.ToArray(), part.Predict(x).ToArray());
        model.Parameters[0].SetValue(new Tensor(model.Parameters[0].Shape));
        Assert.Equal(model.LayerOutputs(x)[1].Output.ToArray(), part.Predict(x).ToArray());
        Examples.AssertError<ArgumentException>("dense_1", () => model.TakeUntil("no such layer"));
    }

    [Fact]
    public void APartOfABranchedModelLeavesOutTheOtherBranches()
    {
        var input = new Input(3, seed: 1);
        Node left = input.Dense(2, name: "left"), right = input.Dense(2, name: "right");
        var model = new Model(input, right.Add(left));
        Model part = model.TakeUntil("right");
        Assert.Equal(["right"], part.Layers.Select(layer => layer.Name));
        Tensor x = Examples.Rows(2, 3, seed: 1);
        Assert.Equal(model.LayerOutputs(x).Single(pair => pair.Layer.Name == "right").Output.ToArray(), part.Predict(x).ToArray());
    }

    private static double Slope(Model model, Tensor x, Tensor upstream, int row, int column)
    {
        const float step = 1e-2f;
        Tensor above = x.Clone(), below = x.Clone();
        above[row, column] += step;
        below[row, column] -= step;
        double difference = 0;
        for (int k = 0; k < 3; k++)
            difference += upstream[row, k] * ((double)model.Predict(above)[row, k] - model.Predict(below)[row, k]);
        return difference / (above[row, column] - below[row, column]);
    }
}
