namespace NeuralNet.Tests;

/// <summary>Compares layers along any axes with their definitions for each value.</summary>
public class AxisTests
{
    public static TheoryData<int[], int[]> Cases => new()
    {
        { [3, 4], [-1] },
        { [3, 4], [2] },
        { [3, 4], [1] },
        { [3, 4], [1, 2] },
        { [2, 3, 4], [2] },
        { [2, 3, 4], [1, 3] },
        { [2, 3, 4], [-3, -2] },
        { [2, 3, 4], [2, 3] },
        { [2, 3, 4], [3, 1] },
        { [3, 4], [-1, 1] },
        { [5], [1] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void SoftmaxSumsToOneAlongTheAxes(int[] row, int[] axes)
    {
        Tensor x = TestData.Normal(new Shape(row).WithBatch(2), 1);
        double[] exponentials = Array.ConvertAll(x.ToArray(), value => Math.Exp(value));
        double[] sums = Totals(exponentials, x.Shape, axes);
        Close.To([.. exponentials.Zip(sums, (value, sum) => value / sum)], Run(new Softmax(Axes.Create(axes)), x), 1e-6, "softmax");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void UnitNormalizationGivesLengthOneAlongTheAxes(int[] row, int[] axes)
    {
        Tensor x = TestData.Normal(new Shape(row).WithBatch(2), 2);
        double[] values = Array.ConvertAll(x.ToArray(), value => (double)value);
        double[] squares = Totals([.. values.Select(value => value * value)], x.Shape, axes);
        Close.To([.. values.Zip(squares, (value, sum) => value / Math.Sqrt(sum))], Run(new UnitNormalization(Axes.Create(axes)), x), 1e-6, "unit");
    }

    /// <summary>
    /// γ and β have the shape of the axes in the order of the input's axes, as in Keras, whatever the order in which they are named.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void LayerNormalizationTakesTheAxesTogether(int[] row, int[] axes)
    {
        Tensor x = TestData.Normal(new Shape(row).WithBatch(2), 3);
        var layer = new LayerNormalization(Axes.Create(axes), epsilon: 0.01f);
        var harness = new LayerHarness(layer, 1, row);
        int[] places = [.. axes.Select(axis => axis < 0 ? axis + row.Length : axis - 1).Order()];
        Assert.Equal(new Shape([.. places.Select(place => row[place])]), layer.Parameters[0].Shape);
        Tensor gamma = TestData.Normal(layer.Parameters[0].Shape, 4), beta = TestData.Normal(layer.Parameters[1].Shape, 5);
        layer.Parameters[0].SetValue(gamma);
        layer.Parameters[1].SetValue(beta);

        double[] values = Array.ConvertAll(x.ToArray(), value => (double)value);
        int count = gamma.Length;
        double[] means = [.. Totals(values, x.Shape, axes).Select(total => total / count)];
        double[] variances = [.. Totals([.. values.Zip(means, (value, mean) => (value - mean) * (value - mean))], x.Shape,
            axes).Select(total => total / count)];
        double[] expected = new double[x.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            int[] index = IndexOf(i, x.Shape);
            int place = places.Aggregate(0, (sum, axis) => sum * row[axis] + index[axis + 1]);
            expected[i] = gamma.AsSpan()[place] * (values[i] - means[i]) / Math.Sqrt(variances[i] + 0.01f) + beta.AsSpan()[place];
        }

        Close.To(expected, harness.Forward(harness.NewPlan(2), [x], isTraining: true).Data, 1e-5, "normalized");
    }

    [Theory]
    [InlineData(new[] { 0 }, "axis 0", "the batch")]
    [InlineData(new[] { 3 }, "axis 3", "(None, 3, 4)")]
    [InlineData(new[] { -3 }, "axis -3", "(None, 3, 4)")]
    [InlineData(new[] { 2, 1, 2 }, "axes 2, 1, 2", "once")]
    [InlineData(new[] { 1, -2 }, "axes 1, -2", "once")]
    [InlineData(new int[0], "no axis", "(Softmax)")]
    public void AxesThatAreNotThereAreRefused(int[] axes, string what, string more)
    {
        string message = Assert.Throws<ArgumentException>(() => new Sequential([3, 4]).Softmax(Axes.Create(axes))).Message;
        Assert.Contains(what, message, StringComparison.Ordinal);
        Assert.Contains(more, message, StringComparison.Ordinal);
    }

    /// <summary>A loss fuses with a softmax over the classes only: over another axis, the loss is that of the probabilities.</summary>
    [Fact]
    public void ALossDoesNotFuseWithASoftmaxOverAnotherAxis()
    {
        Tensor x = TestData.Normal([4, 3, 2], 6), y = TestData.Uniform([4, 3, 2], 7);
        Sequential model = new Sequential([3, 2], seed: 1).Softmax(axis: 1);
        model.Compile("sgd", "categorical_crossentropy");
        Tensor p = model.Predict(x);
        double loss = 0;
        for (int row = 0; row < 12; row++)
        {
            double first = p.AsSpan()[2 * row], second = p.AsSpan()[2 * row + 1], sum = first + second;
            loss -= y.AsSpan()[2 * row] * Math.Log(first / sum) + y.AsSpan()[2 * row + 1] * Math.Log(second / sum);
        }

        Assert.Equal(loss / 12, model.Evaluate(x, y).Loss, 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PoolingMayKeepTheAxisOfTheSteps(bool isMaximum)
    {
        Tensor x = TestData.Normal([4, 5, 3], 8);
        Layer plain = isMaximum ? new GlobalMaxPooling1D() : new GlobalAveragePooling1D();
        Layer keeping = isMaximum ? new GlobalMaxPooling1D(keepDims: true) : new GlobalAveragePooling1D(keepDims: true);
        Tensor kept = new Sequential([5, 3]).Add(keeping).Predict(x);
        Assert.Equal(new Shape(4, 1, 3), kept.Shape);
        Assert.Equal(new Sequential([5, 3]).Add(plain).Predict(x).ToArray(), kept.ToArray());
    }

    private static float[] Run(Layer layer, Tensor x)
    {
        var harness = new LayerHarness(layer, 1, x.Shape.WithoutBatch());
        return harness.Forward(harness.NewPlan(x.Rows), [x], isTraining: true).ToArray();
    }

    /// <summary>Returns, for each value, the sum over all values that differ from it only along the axes.</summary>
    private static double[] Totals(double[] values, Shape shape, int[] axes)
    {
        int[] along = [.. axes.Select(axis => axis < 0 ? axis + shape.Rank : axis)];
        var totals = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int[] own = IndexOf(i, shape);
            for (int k = 0; k < values.Length; k++)
            {
                int[] other = IndexOf(k, shape);
                if (Enumerable.Range(0, shape.Rank).All(axis => along.Contains(axis) || own[axis] == other[axis]))
                    totals[i] += values[k];
            }
        }

        return totals;
    }

    private static int[] IndexOf(int place, Shape shape)
    {
        var index = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
            (place, index[axis]) = (place / shape[axis], place % shape[axis]);
        return index;
    }
}
