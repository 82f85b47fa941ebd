namespace NeuralNet.Tests;

/// <summary>Compares options of the normalizations that no reference case covers with their formulas.</summary>
public class NormalizationOptionTests
{
    /// <summary>x is scaled by its deviation, not centred, and there is no β (Keras: ops/nn.py, <c>_layer_normalization</c>).</summary>
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void RmsScalingDividesByTheDeviation(bool center, bool scale)
    {
        const int Rows = 3, Size = 5;
        const float Epsilon = 0.01f;
        var layer = new LayerNormalization(epsilon: Epsilon, center: center, scale: scale, rmsScaling: true);
        var harness = new LayerHarness(layer, 1, Size);
        Assert.Equal(["gamma"], layer.Parameters.Select(parameter => parameter.ShortName));
        Tensor x = TestData.Normal([Rows, Size], 1), gamma = TestData.Normal(Size, 2);
        for (int i = 0; i < x.Length; i++)
            x.Data[i] += 2;
        layer.Parameters[0].SetValue(gamma);
        Tensor y = harness.Forward(harness.NewPlan(Rows), [x], isTraining: true);
        double[] expected = new double[x.Length];
        for (int row = 0; row < Rows; row++)
        {
            double[] values = [.. x.Row(row).ToArray().Select(value => (double)value)];
            double mean = values.Average(), variance = values.Average(value => (value - mean) * (value - mean));
            for (int i = 0; i < Size; i++)
                expected[row * Size + i] = values[i] / Math.Sqrt(variance + Epsilon) * gamma[i];
        }

        Close.To(expected, y.Data, 1e-5, "scaled");
    }

    public static TheoryData<float, float, float> Bounds => new()
    {
        { float.NaN, float.NaN, float.NaN },
        { 1.2f, 0.9f, 0.1f },
    };

    /// <summary>
    /// Compares three steps, each with a backward pass, with Keras's formulas in double precision
    /// (layers/normalization/batch_normalization.py).
    /// </summary>
    [Theory]
    [MemberData(nameof(Bounds))]
    public void RenormCorrectsBatchesByTheMovingStatistics(float rMax, float rMin, float dMax)
    {
        const int Rows = 4, Size = 2;
        const float Epsilon = 0.01f, Momentum = 0.8f, RenormMomentum = 0.6f;
        RenormClipping? clipping = float.IsNaN(rMax) ? null : new RenormClipping(rMax, rMin, dMax);
        var layer = new BatchNormalization(
            momentum: Momentum, epsilon: Epsilon, movingMeanInitializer: new Constant(0.3f), movingVarianceInitializer: new Constant(4),
            renorm: true, renormClipping: clipping, renormMomentum: RenormMomentum);
        var harness = new LayerHarness(layer, 1, Size);
        Assert.Equal(
            ["gamma", "beta", "moving_mean", "moving_variance", "moving_stddev", "renorm_mean", "renorm_stddev"],
            layer.Parameters.Select(parameter => parameter.ShortName));
        harness.Parameter("gamma").SetValue(new float[] { 1.5f, -0.5f });
        harness.Parameter("beta").SetValue(new float[] { 0.2f, 0.1f });
        ExecutionPlan plan = harness.NewPlan(Rows);
        double[] movingMean = [0.3, 0.3], movingDeviation = [2, 2], movingVariance = [4, 4];
        double[] renormMean = [0.3, 0.3], renormDeviation = [2, 2];
        for (int step = 0; step < 3; step++)
        {
            Tensor x = TestData.Normal([Rows, Size], 10 + step), dy = TestData.Normal([Rows, Size], 20 + step);
            Tensor y = harness.Forward(plan, [x], isTraining: true).Clone();
            harness.Backward(plan, dy.Clone());
            float[] dx = plan.InputGradients[0]!.ToArray(), dGamma = harness.Gradient(harness.Parameter("gamma")).ToArray();
            harness.Backward(plan, dy.Clone());
            Assert.Equal(dx, plan.InputGradients[0]!.ToArray());
            Assert.Equal(dGamma, harness.Gradient(harness.Parameter("gamma")).ToArray());
            for (int k = 0; k < Size; k++)
            {
                double gamma = harness.Parameter("gamma").Value[k], beta = harness.Parameter("beta").Value[k];
                double[] column = [.. Enumerable.Range(0, Rows).Select(row => (double)x[row, k])];
                double mean = column.Average(), variance = column.Average(value => (value - mean) * (value - mean));
                double deviation = Math.Sqrt(variance + Epsilon), divisor = Math.Max(renormDeviation[k], Math.Sqrt(Epsilon));
                double r = deviation / divisor, d = (mean - renormMean[k]) / divisor;
                if (clipping is not null)
                    (r, d) = (Math.Clamp(r, rMin, rMax), Math.Clamp(d, -dMax, dMax));
                double[] normalized = [.. column.Select(value => (value - mean) / deviation)];
                double sum = Enumerable.Range(0, Rows).Sum(row => (double)dy[row, k]);
                double products = Enumerable.Range(0, Rows).Sum(row => dy[row, k] * normalized[row]);
                for (int row = 0; row < Rows; row++)
                {
                    Close.To((normalized[row] * r + d) * gamma + beta, y[row, k], 1e-5, $"y[{row}, {k}] of step {step}");
                    double expected = gamma * r / deviation * (dy[row, k] - (sum + normalized[row] * products) / Rows);
                    Close.To(expected, dx[row * Size + k], 1e-5, $"dx[{row}, {k}] of step {step}");
                }

                Close.To(r * products + d * sum, dGamma[k], 1e-5, $"dγ[{k}]");
                renormMean[k] = renormMean[k] * RenormMomentum + mean * (1 - RenormMomentum);
                renormDeviation[k] = renormDeviation[k] * RenormMomentum + deviation * (1 - RenormMomentum);
                movingMean[k] = movingMean[k] * Momentum + mean * (1 - Momentum);
                movingDeviation[k] = movingDeviation[k] * Momentum + deviation * (1 - Momentum);
                movingVariance[k] = Math.Max(0, movingDeviation[k] * movingDeviation[k] - Epsilon);
            }
        }

        Statistic("moving_mean", movingMean);
        Statistic("moving_variance", movingVariance);
        Statistic("moving_stddev", movingDeviation);
        Statistic("renorm_mean", renormMean);
        Statistic("renorm_stddev", renormDeviation);
        Tensor input = TestData.Normal([Rows, Size], 30), prediction = harness.Forward(harness.NewPlan(Rows), [input], isTraining: false);
        for (int k = 0; k < Size; k++)
        {
            double expected = harness.Parameter("gamma").Value[k] * (input[0, k] - movingMean[k]) / Math.Sqrt(movingVariance[k] + Epsilon);
            Close.To(expected + harness.Parameter("beta").Value[k], prediction[0, k], 1e-5, $"prediction[{k}]");
        }

        void Statistic(string name, double[] expected) => Close.To(expected, harness.Parameter(name).Value.Data, 1e-5, name);
    }

    [Fact]
    public void ImpossibleBoundsOfRenormAreRefused()
    {
        Assert.Equal("rMax", Assert.Throws<ArgumentOutOfRangeException>(() => new RenormClipping(rMax: 0.5f, rMin: 1)).ParamName);
        Assert.Equal("dMax", Assert.Throws<ArgumentOutOfRangeException>(() => new RenormClipping(dMax: -1)).ParamName);
        Assert.Equal("rMin", Assert.Throws<ArgumentOutOfRangeException>(() => new RenormClipping(rMin: float.NaN)).ParamName);
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNormalization(renormMomentum: 2));
        Assert.Equal("renormMomentum", exception.ParamName);
    }

    [Fact]
    public void RescalingTakesANumberForEachFeature()
    {
        Tensor x = TestData.Normal([2, 3, 2], 1), dy = TestData.Normal([2, 3, 2], 2);
        float[] scale = [3, 0.5f], offset = [1, -2];
        var harness = new LayerHarness(new Rescaling(scale, offset), 1, new Shape(3, 2));
        ExecutionPlan plan = harness.NewPlan(2);
        Tensor y = harness.Forward(plan, [x], isTraining: false);
        Close.To([.. x.ToArray().Select((value, i) => (double)value * scale[i % 2] + offset[i % 2])], y.Data, 1e-6, "y");
        harness.Backward(plan, dy);
        Close.To([.. dy.ToArray().Select((value, i) => (double)value * scale[i % 2])], plan.InputGradients[0]!.Data, 1e-6, "dx");
        var exception = Assert.Throws<ArgumentException>(() => new Sequential(2).Rescaling([1, 2, 3]));
        Assert.Contains("3 numbers as scale", exception.Message, StringComparison.Ordinal);
        Assert.Equal("scale", Assert.Throws<ArgumentException>(() => new Rescaling([])).ParamName);
        Assert.Equal("offset", Assert.Throws<ArgumentOutOfRangeException>(() => new Rescaling([1], [float.NaN])).ParamName);
    }
}
