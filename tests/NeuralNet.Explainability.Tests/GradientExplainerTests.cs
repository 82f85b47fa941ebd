namespace NeuralNet.Explainability.Tests;

public class GradientExplainerTests
{
    private static readonly Tensor Row = new float[] { 1, -2, 0.5f, 3 };

    [Fact]
    public void SaliencyAndInputXGradientOfALinearModelAreItsWeights()
    {
        Examples.AssertClose([2, 1, 0.5, 3], new Saliency(Examples.Linear()).Explain(Row).Values, 1e-6);
        Examples.AssertClose([2, 2, 0.25, 9], new InputXGradient(Examples.Linear()).Explain(Row).Values, 1e-6);
    }

    [Fact]
    public void IntegratedGradientsOfALinearModelAreWeightTimesDistance()
    {
        Tensor baseline = new float[] { 0.5f, 1, -1, 2 };
        Attribution attribution = new IntegratedGradients(Examples.Linear(), baseline, steps: 3).Explain(Row);
        Examples.AssertClose([2 * 0.5, -1 * -3, 0.5 * 1.5, 3 * 1], attribution.Values, 1e-5);
        Assert.Equal(0, attribution.Residual!.Value, 1e-5);
    }

    [Fact]
    public void TheErrorOfASampleOfOneIsUnknown()
    {
        Model model = Examples.Classifier("tanh");
        Tensor background = Examples.Rows(5, 4, seed: 2);
        Assert.Null(new GradientShap(model, background, samples: 1).Explain(Row).StandardErrors);
        Assert.Null(new SmoothGrad(new Saliency(model), samples: 1).Explain(Row).StandardErrors);
        Assert.NotNull(new GradientShap(model, background, samples: 2).Explain(Row).StandardErrors);
    }

    [Fact]
    public void EarlierRowsInMemoryDoNotMatter()
    {
        Model model = Examples.Classifier("relu");
        Tensor rows = Examples.Rows(40, 4, seed: 9), huge = Examples.Rows(32, 4, seed: 10);
        double[][] expected = [.. new IntegratedGradients(model).ExplainRows(rows).Select(row => row.Values.ToArray())];
        foreach (ref float value in huge.AsSpan())
            value = MathF.CopySign(3e38f, value);
        for (int count = 8; count <= 32; count *= 2)
        {
            var some = new Tensor([count, 4], huge.AsSpan()[..(4 * count)]);
            Assert.Throws<InvalidOperationException>(() => new Saliency(model).ExplainRows(some));
            Assert.Throws<InvalidOperationException>(() => new Saliency(model).ExplainRows(some));
        }

        Assert.Equal(expected, new IntegratedGradients(model).ExplainRows(rows).Select(row => row.Values.ToArray()));
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("relu")]
    [InlineData("sigmoid")]
    public void IntegratedGradientsAreCompleteAtFiftySteps(string activation)
    {
        Model model = Trained(activation);
        foreach (Attribution attribution in new IntegratedGradients(model).ExplainRows(Examples.Rows(20, 4, seed: 8)))
        {
            double change = Math.Abs(attribution.Prediction - attribution.BaseValue!.Value);
            Assert.True(Math.Abs(attribution.Residual!.Value) < 1e-3 * change, $"residual {attribution.Residual} of a change of {change}");
        }
    }

    [Theory]
    [InlineData("tanh", 1e-5)]
    [InlineData("relu", 1e-3)]
    public void IntegratedGradientsMatchAFineSumOfSlopes(string activation, double tolerance)
    {
        Model model = Examples.Classifier(activation);
        const int steps = 4000;
        double[] expected = new double[4];
        for (int step = 0; step < steps; step++)
        {
            Tensor point = new Tensor([1, 4], [.. Row.ToArray().Select(value => value * (step + 0.5f) / steps)]);
            float[] gradient = model.InputGradient(point, new float[,] { { 0, 1, 0 } }).ToArray();
            for (int i = 0; i < 4; i++)
                expected[i] += Row[i] * (double)gradient[i] / steps;
        }

        Examples.AssertClose(expected, new IntegratedGradients(model).Explain(Row, output: 1).Values, tolerance);
    }

    [Fact]
    public void SmoothGradWithoutNoiseIsTheMethodItself()
    {
        var gradients = new IntegratedGradients(Examples.Classifier("tanh"));
        Attribution smooth = new SmoothGrad(gradients, noise: 0, samples: 3).Explain(Row, output: 2);
        Examples.AssertClose(gradients.Explain(Row, output: 2).Values, smooth.Values, 1e-6);
        Examples.AssertClose([0, 0, 0, 0], smooth.StandardErrors!, 1e-6);
    }

    [Fact]
    public void SmoothGradOfASquareHasTheExpectationOfItsSlope()
    {
        // With x ~ N(x0, s²) the mean of |∂(w·x)/∂x| is |w| whatever the noise; input × gradient keeps its mean as well.
        Attribution attribution = new SmoothGrad(new InputXGradient(Examples.Linear()), noise: 0.1f, samples: 4000).Explain(Row);
        for (int i = 0; i < 4; i++)
        {
            double deviation = Math.Abs(Examples.Weights[i]) * 0.1 * 5 / Math.Sqrt(4000);
            Assert.Equal(deviation, attribution.StandardErrors![i], 0.1 * deviation);
            Assert.Equal(Examples.Weights[i] * Row[i], attribution.Values[i], 5 * deviation);
        }
    }

    [Fact]
    public void GradientShapOfALinearModelIsExactWhenEachReferenceIsDrawnEquallyOften()
    {
        Tensor background = Examples.Rows(10, 4, seed: 4);
        Attribution attribution = new GradientShap(Examples.Linear(), background, samples: 50).Explain(Row, seed: 7);
        double[] expected =
            [.. Enumerable.Range(0, 4)
                .Select(i => Examples.Weights[i] * (Row[i] - Enumerable.Range(0, 10).Average(row => (double)background[row, i])))];
        Examples.AssertClose(expected, attribution.Values, 1e-5);
        Assert.Equal(0, attribution.Residual!.Value, 1e-5);
    }

    [Fact]
    public void GradientShapIsTheMeanOfIntegratedGradientsWithinItsError()
    {
        Model model = Examples.Classifier("tanh");
        Tensor background = Examples.Rows(6, 4, seed: 4);
        double[] expected = new double[4];
        for (int row = 0; row < 6; row++)
        {
            IReadOnlyList<double> values = new IntegratedGradients(model, Examples.Row(background, row)).Explain(Row, output: 0).Values;
            for (int i = 0; i < 4; i++)
                expected[i] += values[i] / 6;
        }

        Attribution attribution = new GradientShap(model, background, samples: 3000).Explain(Row, output: 0, seed: 5);
        for (int i = 0; i < 4; i++)
            Assert.True(
                Math.Abs(expected[i] - attribution.Values[i]) < 4 * attribution.StandardErrors![i],
                $"value {i}: {expected[i]} against {attribution.Values[i]} ± {attribution.StandardErrors![i]}");
        Assert.True(Math.Abs(attribution.Residual!.Value) < 0.01);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(600)]
    public void ARowIsExplainedAloneAsAmongOthers(int points)
    {
        Model model = Examples.Classifier("relu");
        Tensor background = Examples.Rows(7, 4, seed: 4), x = Examples.Rows(5, 4, seed: 6);
        GradientExplainer[] explainers =
        [
            new IntegratedGradients(model, steps: points), new GradientShap(model, background, samples: points),
            new SmoothGrad(new InputXGradient(model), samples: points),
            new SmoothGrad(new IntegratedGradients(model), samples: points / 50),
        ];
        foreach (GradientExplainer explainer in explainers)
        {
            // What is drawn belongs to the number of the row.
            bool isDrawn = explainer is not IntegratedGradients;
            AttributionSet all = explainer.ExplainRows(x, output: 1, seed: 3);
            for (int row = 0; row < (isDrawn ? 1 : 5); row++)
            {
                Attribution alone = explainer.Explain(Examples.Row(x, row), output: 1, seed: 3);
                Assert.Equal(alone.Values, all[row].Values);
                Assert.Equal(alone.Prediction, all[row].Prediction);
                Assert.Equal(model.Predict(x)[row, 1], alone.Prediction, 1e-6);
            }
        }
    }

    [Fact]
    public void GroupsAreSumsOfTheirColumns()
    {
        Model model = Examples.Classifier("tanh", inputs: 11);
        Features features = Features.Of(11).Group("g", 1, 9, 4);
        Tensor background = Examples.Rows(7, 11, seed: 4), row = Examples.Row(Examples.Rows(1, 11, seed: 6), 0);
        (Explainer Columns, Explainer Grouped)[] pairs =
        [
            (new Saliency(model), new Saliency(model, features)), (new InputXGradient(model), new InputXGradient(model, features)),
            (new IntegratedGradients(model), new IntegratedGradients(model, features: features)),
            (new GradientShap(model, background), new GradientShap(model, background, features: features)),
            (new DeepShap(model, background), new DeepShap(model, background, features)),
            (new SmoothGrad(new Saliency(model)), new SmoothGrad(new Saliency(model, features))),
        ];
        foreach ((Explainer columns, Explainer grouped) in pairs)
        {
            Attribution each = columns.Explain(row, output: 1), group = grouped.Explain(row, output: 1);
            Assert.Equal(each.Values[1] + each.Values[9] + each.Values[4], group["g"], 1e-7);
            Assert.Equal(each.Values[10], group["x10"], 1e-7);
        }
    }

    [Fact]
    public void ALayerWithoutDerivativeIsNamed()
    {
        Model step = new Sequential(2, seed: 1).Dense(3, "step", name: "threshold").Dense(1), linear = Examples.Linear();
        Tensor background = Examples.Rows(3, 2, seed: 1);
        Assert.All(
            new Func<object>[] { () => new Saliency(step), () => new InputXGradient(step),
                () => new IntegratedGradients(step), () => new GradientShap(step, background) },
            make => Assert.Contains("'threshold'", Assert.Throws<ArgumentException>(make).Message, StringComparison.Ordinal));
        Assert.NotNull(new Saliency(linear));
    }

    private static Sequential Trained(string activation)
    {
        Sequential model = new Sequential(4, seed: 3).Dense(16, activation).Dense(16, activation).Dense(1);
        Tensor x = Examples.Rows(256, 4, seed: 5);
        var y = new Tensor([256, 1]);
        for (int row = 0; row < 256; row++)
            y[row, 0] = x[row, 0] * x[row, 1] + MathF.Sin(2 * x[row, 2]) + x[row, 3];
        model.Compile(new Adam(learningRate: 0.01f), "mse");
        model.Fit(x, y, epochs: 30, verbose: Verbosity.Silent);
        return model;
    }
}
