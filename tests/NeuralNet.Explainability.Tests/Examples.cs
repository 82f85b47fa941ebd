namespace NeuralNet.Explainability.Tests;

/// <summary>Models, rows, and slow but simple reference computations.</summary>
internal static class Examples
{
    public static readonly float[] Weights = [2, -1, 0.5f, 3];

    /// <summary>y = Weights·x + 0.25.</summary>
    public static Sequential Linear()
    {
        Sequential model = new Sequential(4, seed: 1).Dense(1);
        model.Parameters[0].SetValue(new Tensor([4, 1], Weights));
        model.Parameters[1].SetValue(new float[] { 0.25f });
        return model;
    }

    /// <summary>Returns a model with two hidden layers, three classes, random weights, and biases that are not 0.</summary>
    public static Sequential Classifier(string activation, int inputs = 4, int seed = 3)
    {
        Sequential model = new Sequential(inputs, seed).Dense(12, activation).Dense(8, activation).Dense(3, "softmax");
        var random = new RandomStream(seed);
        foreach (Parameter parameter in model.Parameters.Where(parameter => parameter.Shape.Rank == 1))
            parameter.SetValue(Normal(random, parameter.Shape, 0.3));
        return model;
    }

    public static Tensor Rows(int rows, int columns, int seed) => Normal(new RandomStream(seed), [rows, columns], 1);

    public static Tensor Row(Tensor rows, int row) => new(rows.Shape[1], rows.Row(row));

    /// <summary>Returns a function with one output, from a formula for a row.</summary>
    public static Func<Tensor, Tensor> Function(Func<float[], double> formula) => x =>
    {
        var y = new Tensor([x.Shape[0], 1]);
        for (int row = 0; row < x.Shape[0]; row++)
            y[row, 0] = (float)formula(x.Row(row).ToArray());
        return y;
    };

    /// <summary>Computes the mean output over the background with some columns taken from the row, one prediction at a time.</summary>
    public static double Worth(Func<Tensor, Tensor> predict, Tensor background, Tensor row, Func<int, bool> isIn, int output)
    {
        double sum = 0;
        for (int i = 0; i < background.Shape[0]; i++)
        {
            var mixed = new Tensor([1, row.Length]);
            for (int column = 0; column < row.Length; column++)
                mixed[0, column] = isIn(column) ? row[column] : background[i, column];
            sum += predict(mixed)[0, output];
        }

        return sum / background.Shape[0];
    }

    /// <summary>Computes Shapley values as the mean, over all orders, of the contribution of each column to those before it.</summary>
    public static double[] ShapleyByPermutations(Func<Tensor, Tensor> predict, Tensor background, Tensor row, int output)
    {
        int[] order = [.. Enumerable.Range(0, row.Length)];
        double[] values = new double[row.Length];
        int orders = 0;
        Visit(0);
        return [.. values.Select(value => value / orders)];

        void Visit(int place)
        {
            if (place == order.Length)
            {
                orders++;
                double before = Worth(predict, background, row, _ => false, output);
                for (int i = 0; i < order.Length; i++)
                {
                    double after = Worth(predict, background, row, order.Take(i + 1).Contains, output);
                    values[order[i]] += after - before;
                    before = after;
                }

                return;
            }

            for (int i = place; i < order.Length; i++)
            {
                (order[place], order[i]) = (order[i], order[place]);
                Visit(place + 1);
                (order[place], order[i]) = (order[i], order[place]);
            }
        }
    }

    public static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"value {i}: expected {expected[i]}, was {actual[i]}");
    }

    /// <summary>Asserts that an exception is thrown and that its message has this part.</summary>
    public static void AssertError<TException>(string part, Func<object?> act)
        where TException : Exception =>
        Assert.Contains(part, Assert.Throws<TException>(act).Message, StringComparison.Ordinal);

    private static Tensor Normal(RandomStream random, Shape shape, double deviation)
    {
        var values = new Tensor(shape);
        foreach (ref float value in values.AsSpan())
            value = (float)(deviation * random.NextNormal());
        return values;
    }
}
