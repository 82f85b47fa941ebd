using NeuralNet;

namespace Extensions.Tests;

/// <summary>Tests of custom layers that multiply matrices or have several outputs, rules for masks, or parts.</summary>
public class CustomLayerTests
{
    [Fact]
    public void ALayerMultipliesMatrices()
    {
        GradientCheck.Run(new Similarity(), new Shape(4, 3)).ThrowIfAbove(1e-3);
        Sequential model = new Sequential([null, 3], seed: 2).Add(new Similarity());
        Assert.Equal(new Shape(2, 5, 5), model.Predict(Data([2, 5, 3], seed: 1)).Shape);
        float[] w = model.Parameters[0].Value.ToArray();
        Tensor x = Data([2, 4, 3], seed: 3), y = model.Predict(x);
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                double expected = 0;
                for (int a = 0; a < 3; a++)
                {
                    for (int b = 0; b < 3; b++)
                        expected += x[1, i, a] * w[a * 3 + b] * x[1, j, b];
                }

                Assert.Equal(expected, y[1, i, j], 1e-4);
            }
        }
    }

    [Fact]
    public void ALayerHasTwoOutputs()
    {
        GradientCheck.Run(new Moments(), 5).ThrowIfAbove(1e-3);
        var input = new Input(5, seed: 1);
        Node moments = input.Dense(4, "tanh").Add(new Moments());
        Assert.Equal(2, moments.Outputs.Count);
        var model = new Model([input], [moments.Outputs[0].Multiply(moments.Outputs[1]), moments.Outputs[1]]);
        model.Compile("adam", ["mse", "mse"]);
        Tensor x = Data([20, 5], seed: 2), y = Data([20, 1], seed: 3);
        History history = model.Fit([x], [y, y], epochs: 20, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < history["loss"][0]);

        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        Model again = Model.Load(file, new CustomObjects().Add("Moments", settings => new Moments(settings.GetString("name"))));
        Assert.Equal(model.Predict([x]).Select(tensor => tensor.ToArray()), again.Predict([x]).Select(tensor => tensor.ToArray()));
    }

    [Fact]
    public void ALayerHasItsOwnRuleForMasks()
    {
        Input first = new(3, seed: 1), second = new(3);
        Node joined = first.Embedding(5, 2).Merge(new LastOfTwo(), second.Embedding(5, 2, maskZero: true));
        var model = new Model([first, second], [joined.GlobalAveragePooling1D(), joined]);
        Tensor a = new float[,] { { 1, 2, 3 } }, b = new float[,] { { 4, 0, 2 } };
        IReadOnlyList<Tensor> outputs = model.Predict([a, b]);
        for (int feature = 0; feature < 2; feature++)
            Assert.Equal((outputs[1][0, 0, feature] + outputs[1][0, 2, feature]) / 2, outputs[0][0, feature], 1e-6);
    }

    [Fact]
    public void ABlockOfLayersIsALayer()
    {
        GradientCheck.Run(new ResidualBlock(6), 4).ThrowIfAbove(2e-3);
        Sequential model = new Sequential(4, seed: 3).Add(new ResidualBlock(8, name: "first")).Add(new ResidualBlock(8)).Dense(1);
        Assert.Equal(["first", "residual_block", "dense"], model.Layers.Select(layer => layer.Name));
        Assert.Equal(6, model.Layers[0].Parameters.Count);
        model.Compile("adam", "mse");
        Tensor x = Data([30, 4], seed: 1), y = Data([30, 1], seed: 2);
        History history = model.Fit(x, y, epochs: 20, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < history["loss"][0]);

        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        Model again = Model.Load(file, new CustomObjects().Add("ResidualBlock", ResidualBlock.From));
        Assert.Equal(model.Predict(x).ToArray(), again.Predict(x).ToArray());
        Assert.NotNull(again.GetLayer("first/dense"));
    }

    private static Tensor Data(Shape shape, int seed)
    {
        var random = new Random(seed);
        var tensor = new Tensor(shape);
        foreach (ref float value in tensor.AsSpan())
            value = (float)(random.NextDouble() * 2 - 1);
        return tensor;
    }
}
