namespace NeuralNet.Tests;

/// <summary>Tests that Softmax over steps excludes padding, as Keras's layer does with the mask of its input.</summary>
public class SoftmaxMaskTests
{
    private static readonly Tensor Tokens = new float[,] { { 1, 0, 2, 0 }, { 3, 3, 1, 4 }, { 0, 0, 0, 0 } };

    private static readonly float[,] Vectors = { { 9, 7 }, { 1, -1 }, { 3, 0.5f }, { -2, 4 }, { 0, 1 } };

    [Fact]
    public void DataSumToOneWithoutPadding()
    {
        Tensor output = Predict(axis: 1);
        for (int row = 0; row < 3; row++)
        {
            for (int feature = 0; feature < 2; feature++)
            {
                double[] weights = [.. Enumerable.Range(0, 4).Select(step => Weight(row, step, feature))];
                for (int step = 0; step < 4; step++)
                    Close.To((float)(row == 2 ? 0.25 : weights[step] / weights.Sum()), output[row, step, feature], 1e-6, $"{row}, {step}, {feature}");
            }
        }
    }

    [Fact]
    public void OverStepsAndFeaturesTogetherToo()
    {
        Tensor output = Predict(axis: [1, 2]);
        double sum = Enumerable.Range(0, 8).Sum(i => Weight(0, i / 2, i % 2));
        for (int i = 0; i < 8; i++)
            Close.To((float)(Weight(0, i / 2, i % 2) / sum), output[0, i / 2, i % 2], 1e-6, $"{i}");
        Assert.Equal(1 / 8f, output[2, 3, 1]);
    }

    [Fact]
    public void OverFeaturesEveryStepIsByItself()
    {
        Tensor output = Predict(axis: -1);
        Close.To(1 / (1 + MathF.Exp(-2)), output[0, 0, 0], 1e-6, "data");
        Close.To(1 / (1 + MathF.Exp(-2)), output[0, 1, 0], 1e-6, "padding");
    }

    [Fact]
    public void PaddingHasNoGradient()
    {
        Sequential model = Model(axis: 1);
        NeuralNet.GradientCheck.Run(model.Dense(3), [Tokens], checkInputs: false).ThrowIfAbove(2e-3);
        model.Compile(new SGD(1f), "mse");
        model.TrainOnBatch(Tokens, TestData.Normal([3, 4, 3], seed: 2));
        Assert.Equal([9, 7], model.Parameters[0].Value.Row(0).ToArray());
        Assert.NotEqual([1, -1], model.Parameters[0].Value.Row(1).ToArray());
    }

    private static double Weight(int row, int step, int feature) =>
        Tokens[row, step] == 0 ? 0 : Math.Exp(Vectors[(int)Tokens[row, step], feature]);

    private static Tensor Predict(Axes axis) => Model(axis).Predict(Tokens);

    private static Sequential Model(Axes axis)
    {
        Sequential model = new Sequential(4, seed: 1).Embedding(5, 2, maskZero: true).Softmax(axis);
        model.Parameters[0].SetValue(Vectors);
        return model;
    }
}
