namespace NeuralNet.Tests;

/// <summary>Compares merging inputs of different shapes with merging inputs whose values were repeated.</summary>
public class MergeTests
{
    private static readonly Func<Layer>[] Layers = [() => new Add(), () => new Subtract(), () => new Multiply(), () => new Average(), () =>
        new Maximum()];

    public static TheoryData<int, int[], int[]> Pairs
    {
        get
        {
            var pairs = new TheoryData<int, int[], int[]>();
            for (int layer = 0; layer < Layers.Length; layer++)
            {
                pairs.Add(layer, [4], [1]);
                pairs.Add(layer, [4], [3, 4]);
                pairs.Add(layer, [3, 1], [3, 4]);
                pairs.Add(layer, [3, 1], [1, 4]);
                pairs.Add(layer, [2, 1, 4], [3, 1]);
                pairs.Add(layer, [2, 1, 1], [4]);
            }

            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void BroadcastingIsRepeating(int layer, int[] first, int[] second)
    {
        foreach ((Shape left, Shape right) in ((Shape, Shape)[])[(first, second), (second, first)])
        {
            Tensor[] inputs = [TestData.Normal(left.WithBatch(3), 1), TestData.Normal(right.WithBatch(3), 2)];
            var broadcast = new LayerHarness(Layers[layer](), 1, left, right);
            Shape output = broadcast.Layer.OutputShape!;
            Assert.Equal(Math.Max(left.Rank, right.Rank), output.Rank);
            var repeated = new LayerHarness(Layers[layer](), 1, output, output);
            ExecutionPlan plan = broadcast.NewPlan(3), wholePlan = repeated.NewPlan(3);
            Tensor[] whole = [.. inputs.Select(input => Repeat(input, output.WithBatch(3)))];
            Close.To(repeated.Forward(wholePlan, whole, isTraining: true), broadcast.Forward(plan, inputs, isTraining: true), 0, "output");

            Tensor upstream = TestData.Normal(output.WithBatch(3), 3);
            broadcast.Backward(plan, upstream);
            repeated.Backward(wholePlan, upstream);
            for (int i = 0; i < inputs.Length; i++)
                Close.To(SumTo(wholePlan.InputGradients[i]!, inputs[i].Shape), plan.InputGradients[i]!.Data, 1e-6, $"gradient {i}");
        }
    }

    [Theory]
    [InlineData(new[] { 4 }, new[] { 3 }, "(4,) and (3,)")]
    [InlineData(new[] { 3, 4 }, new[] { 3 }, "(3, 4) and (3,)")]
    [InlineData(new[] { 2, 3, 4 }, new[] { 2, 2, 4 }, "(2, 3, 4) and (2, 2, 4)")]
    public void ShapesThatDoNotFitAreNamed(int[] first, int[] second, string shapes)
    {
        string message = Assert.Throws<ArgumentException>(() => new LayerHarness(new Add(name: "sum"), 1, first, second)).Message;
        Assert.Contains("The layer 'sum' (Add)", message, StringComparison.Ordinal);
        Assert.Contains(shapes, message, StringComparison.Ordinal);
    }

    /// <summary>Keras's example: one vector for each sample scales each of its steps.</summary>
    [Fact]
    public void ModelsWithBroadcastingTrain()
    {
        var steps = new Input([5, 3], seed: 4);
        var context = new Input(2);
        Node scaled = steps.Dense(4, "tanh").Multiply(context.Dense(4, "sigmoid"));
        var model = new Model([steps, context], [scaled.Flatten().Dense(1)]);
        model.Compile(new Adam(0.03f), "mse");
        Tensor[] x = [TestData.Normal([20, 5, 3], 1), TestData.Normal([20, 2], 2)];
        Tensor[] y = [TestData.Normal([20, 1], 3)];
        History history = model.Fit(x, y, epochs: 60, verbose: Verbosity.Silent);
        Assert.True(history["loss"][^1] < 0.3 * history["loss"][0]);
    }

    /// <summary>A step that is padding in one input and data in the other, which is repeated, is data.</summary>
    [Fact]
    public void MasksAreRepeatedToo()
    {
        var tokens = new Input(3, seed: 1);
        var single = new Input(1);
        var model = new Model([tokens, single],
            [tokens.Embedding(5, 2, maskZero: true).Add(single.Embedding(5, 2, maskZero: true)).GlobalAveragePooling1D()]);
        float[,] left = { { 0, 0 }, { 1, 2 }, { 3, 4 }, { 5, 6 }, { 7, 8 } },
            right = { { 0, 0 }, { 10, 20 }, { 30, 40 }, { 0, 0 }, { 0, 0 } };
        model.Parameters[0].SetValue(left);
        model.Parameters[1].SetValue(right);
        Tensor result = model.Predict([new float[,] { { 1, 3, 0 }, { 1, 3, 0 } }, new float[,] { { 0 }, { 1 } }])[0];
        // The first sample's single token is padding, so two steps are data; the second's is not, so that all three are.
        Tensor expected = new float[,] { { 3, 4 }, { 10 + 6 / 3f, 20 + 8 / 3f } };
        Close.To(expected, result, 1e-6, "means");
    }

    private static Tensor Repeat(Tensor input, Shape output)
    {
        var repeated = new Tensor(output);
        for (int i = 0; i < repeated.Length; i++)
            repeated.AsSpan()[i] = input.AsSpan()[SourceOf(i, input.Shape, output)];
        return repeated;
    }

    private static double[] SumTo(Tensor whole, Shape shape)
    {
        var sums = new double[shape.Size];
        for (int i = 0; i < whole.Length; i++)
            sums[SourceOf(i, shape, whole.Shape)] += whole.AsSpan()[i];
        return sums;
    }

    /// <summary>
    /// Returns the index in a tensor of a shape that corresponds to an index of the broadcast tensor, with the batch as the first axis of
    /// both.
    /// </summary>
    private static int SourceOf(int place, Shape shape, Shape whole)
    {
        int source = 0, step = 1;
        for (int axis = whole.Rank - 1; axis >= 0; axis--)
        {
            int index = place % whole[axis];
            place /= whole[axis];
            int own = axis == 0 ? 0 : axis - (whole.Rank - shape.Rank);
            if (own < 0 || (own == 0 && axis > 0))
                continue;
            source += shape[own] == 1 ? 0 : index * step;
            step *= shape[own];
        }

        return source;
    }
}
