using NeuralNet;
using NeuralNet.LinearAlgebra;

namespace Extensions.Tests;

/// <summary>Tests of layers, models, activations, losses and the matrix product called on tensors, by the public API only.</summary>
public class CallTests
{
    private static readonly Tensor X = new float[,] { { 1, -2, 3 }, { -4, 5, -6 } };

    [Fact]
    public void ALayerIsBuiltByTheCall()
    {
        var layer = new Dense(2, "relu");
        Tensor y = layer.Call(X, seed: 3);
        Tensor kernel = layer.Parameters[0].Value, product = new([2, 2]);
        MatrixProduct.Multiply(X, kernel, product);
        Assert.Equal(Activation.ReLU.Call(product).ToArray(), y.ToArray());
        Assert.Equal(y.ToArray(), layer.Call(X, seed: 4).ToArray());
        Assert.Equal(y.ToArray(), new Dense(2, "relu").Call(X, seed: 3).ToArray());
        Assert.NotEqual(y.ToArray(), new Dense(2, "relu").Call(X, seed: 4).ToArray());
    }

    /// <summary>A call sets no name, so that the layers can still be added to one model.</summary>
    [Fact]
    public void ACalledLayerGoesIntoAModelWithItsWeights()
    {
        Dense first = new(4), second = new(4);
        Tensor y = second.Call(first.Call(X));
        Sequential model = new Sequential(3).Add(first).Add(second);
        Assert.Equal(["dense", "dense_1"], model.Layers.Select(layer => layer.Name));
        Assert.Equal(y.ToArray(), model.Predict(X).ToArray());
        Assert.Equal(y.ToArray(), model.Call(X).ToArray());
        Layer nested = model;
        Assert.Equal(y.ToArray(), nested.Call(X).ToArray());
    }

    [Fact]
    public void CompositesAndLayersOfSeveralInputsAndOutputs()
    {
        var block = new ResidualBlock(4);
        Tensor y = block.Call(X, seed: 1);
        Assert.Equal(new Sequential(3).Add(block).Predict(X).ToArray(), y.ToArray());
        Assert.Equal([2, -4, 6, -8, 10, -12], new Add().Call([X, X])[0].ToArray());
        IReadOnlyList<Tensor> moments = new Moments().Call([X]);
        Assert.Equal(2, moments.Count);
        Assert.Equal([2f / 3, -5f / 3], moments[0].ToArray().Select(value => value));
        string message = Assert.Throws<ArgumentException>(() => new Moments().Call(X)).Message;
        Assert.Contains("has 2 outputs", message, StringComparison.Ordinal);
    }

    [Fact]
    public void TrainingPassesDrawByTheSeed()
    {
        var dropout = new Dropout(0.5f);
        Tensor x = new([1, 1000]);
        x.AsSpan().Fill(1);
        Assert.Equal(x.ToArray(), dropout.Call(x).ToArray());
        float[] dropped = dropout.Call(x, isTraining: true, seed: 1).ToArray();
        Assert.InRange(dropped.Count(value => value == 0), 400, 600);
        Assert.Equal(dropped, dropout.Call(x, isTraining: true, seed: 1).ToArray());
        Assert.NotEqual(dropped, dropout.Call(x, isTraining: true, seed: 2).ToArray());
        var model = new Sequential(1000, seed: 1).Dropout(0.5f);
        Assert.Equal(model.Call(x, isTraining: true).ToArray(), model.Call(x, isTraining: true, seed: model.Seed).ToArray());
        Assert.NotEqual(model.Call(x, isTraining: true, seed: 1).ToArray(), model.Call(x, isTraining: true, seed: 2).ToArray());
    }

    /// <summary>A training pass uses the statistics of the batch and does not change the running ones.</summary>
    [Fact]
    public void StatisticsAreUnchanged()
    {
        var layer = new BatchNormalization();
        Tensor normalized = layer.Call(X, isTraining: true);
        Assert.Equal(0, normalized[0, 0] + normalized[1, 0], 1e-5);
        Assert.Equal([0, 0, 0], layer.Parameters[2].Value.ToArray());
    }

    [Fact]
    public void MistakesNameTheLayerAndTheShapes()
    {
        var layer = new Dense(2, name: "small");
        layer.Call(X);
        Says(() => layer.Call(new Tensor([2, 5])), "'small'", "(3,)", "(5,)");
        Says(() => layer.Call(new Tensor([])), "'small'", "()");
        Says(() => layer.Call(new Tensor([0, 3])), "'small'", "(0, 3)");
        Says(() => layer.Call([X, X]), "'small'", "one input", "2");
        Says(() => layer.Call([]), "'small'", "no tensor");
        Says(() => new Add("sum").Call([X, new Tensor([3, 3])]), "'sum'", "(2, 3) and (3, 3)");
        Says(() => new Embedding(3, 2, name: "words").Call(X), "'words'", "row 0");
        Says(() => new Sequential(3, name: "model").Dense(1).Call(new Tensor([2, 5])), "(None, 3)", "(2, 5)");
        Assert.Throws<ArgumentNullException>(() => layer.Call((Tensor)null!));
        Assert.Throws<ArgumentNullException>(() => layer.Call([X, null!]));
    }

    [Fact]
    public void ActivationsAreAppliedAndDifferentiated()
    {
        Tensor logits = new float[,] { { 0, MathF.Log(3) } }, y = Activation.Softmax.Call(logits);
        Assert.Equal(0.25, y[0, 0], 1e-6);
        Assert.Equal(0.75, y[0, 1], 1e-6);
        Tensor gradient = new float[,] { { 1, 0 } };
        Activation.Softmax.Differentiate(logits, y, gradient);
        Assert.Equal(0.25 * 0.75, gradient[0, 0], 1e-6);
        Assert.Equal(-0.25 * 0.75, gradient[0, 1], 1e-6);
        Activation own = new SquareRootUnit();
        Tensor inPlace = X.Clone();
        own.Call(inPlace, inPlace);
        Assert.Equal(own.Call(X).ToArray(), inPlace.ToArray());
        Says(() => Activation.Tanh.Call(X, new Tensor([3, 2])), "tanh", "(2, 3)", "(3, 2)");
        Says(() => Activation.Tanh.Differentiate(X, X, new Tensor(6)), "gradient", "(6,)");
    }

    [Fact]
    public void LossesAreThoseOfEvaluate()
    {
        Tensor y = new float[,] { { 1 }, { 0 } }, weights = new float[] { 3, 1 };
        var model = new Sequential(3, seed: 1).Dense(1);
        foreach (Loss loss in (Loss[])["mse", "mae", "hinge", new LogisticDistance(), new MeanAbsoluteError { Reduction = Reduction.Sum }])
        {
            model.Compile("sgd", loss);
            Tensor prediction = model.Predict(X);
            Assert.Equal(model.Evaluate(X, y).Loss, loss.Call(y, prediction), 1e-6);
            Assert.Equal(model.Evaluate(X, y, sampleWeight: weights).Loss, loss.Call(y, prediction, weights), 1e-6);
        }
    }

    /// <summary>Compares the gradient with finite differences of the loss.</summary>
    [Theory]
    [InlineData("mse")]
    [InlineData("log_cosh")]
    [InlineData("crossentropy")]
    public void GradientsAreThoseOfTheLoss(string name)
    {
        Loss loss = name;
        Tensor prediction = new float[,] { { 0.2f, 0.5f, 0.3f }, { 0.6f, 0.1f, 0.3f } }, weights = new float[] { 2, 0.5f };
        Tensor target = new float[,] { { 0, 1, 0 }, { 1, 0, 0 } }, gradient = loss.Gradient(target, prediction, weights);
        const float step = 1e-3f;
        for (int i = 0; i < prediction.Length; i++)
        {
            Tensor up = prediction.Clone(), down = prediction.Clone();
            up.AsSpan()[i] += step;
            down.AsSpan()[i] -= step;
            double slope = (loss.Call(target, up, weights) - loss.Call(target, down, weights)) / (2 * step);
            Assert.Equal(slope, gradient.AsSpan()[i], 2e-3);
        }
    }

    [Fact]
    public void LossesNameTheMismatch()
    {
        Loss loss = "mse";
        Says(() => loss.Call(X, new Tensor([2, 2])), "mean_squared_error", "(2, 3)", "(2, 2)");
        Says(() => loss.Call(X, X, new Tensor(3)), "2 rows", "(3,)");
        Says(() => Loss.SparseCategoricalCrossEntropy.Call(new float[,] { { 0 }, { 7 } }, X), "row 1", "7");
        Says(() => loss.Call(new Tensor([0, 3]), new Tensor([0, 3])), "(0, 3)");
    }

    private static void Says(Func<object?> call, params string[] parts)
    {
        string message = Assert.ThrowsAny<ArgumentException>(() => { call(); }).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private static void Says(Action call, params string[] parts) => Says(() =>
    {
        call();
        return null;
    }, parts);
}
