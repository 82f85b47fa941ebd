namespace NeuralNet.Tests;

/// <summary>
/// Tests of padding in merging layers: the neutral element of a product and of a maximum, and an ordinary value in a sum, a difference and
/// a mean. Keras: layers/merging/base_merge.py and multiply.py.
/// </summary>
public class MergePaddingTests
{
    private const int Batch = 40, Steps = 3, Tokens = 4, Width = 2;

    private static readonly Func<Layer>[] Layers = [() => new Add(), () => new Subtract(), () => new Multiply(), () => new Average(), () =>
        new Maximum()];

    public static TheoryData<int, bool[], int[]> Cases
    {
        get
        {
            var cases = new TheoryData<int, bool[], int[]>();
            for (int layer = 0; layer < Layers.Length; layer++)
            {
                foreach (bool[] isMasked in (bool[][])[[true, true], [true, false], [false, true], [false, false]])
                {
                    cases.Add(layer, isMasked, [Steps, Steps]);
                    cases.Add(layer, isMasked, [1, Steps]);
                    cases.Add(layer, isMasked, [Steps, 1]);
                }

                if (Layers[layer]() is Subtract)
                    continue;
                foreach (bool[] isMasked in (bool[][])[[true, true, true], [true, true, false], [false, true, true]])
                    cases.Add(layer, isMasked, [Steps, Steps, 1]);
            }

            return cases;
        }
    }

    [Theory]
    [InlineData(true, 6, 5)]
    [InlineData(false, 3, 5)]
    public void PaddingIsTheNeutralElement(bool isProduct, float first, float second)
    {
        var tokens = new Input(2, seed: 1);
        var values = new Input([2, 1]);
        Node embedded = tokens.Embedding(2, 1, maskZero: true);
        var model = new Model([tokens, values], [isProduct ? embedded.Multiply(values) : embedded.Maximum(values)]);
        model.Parameters[0].SetValue(new float[,] { { 7 }, { 2 } });
        Tensor[] x = [new float[,] { { 1, 0 } }, new Tensor([1, 2, 1], [3, 5])];
        Assert.Equal([first, second], model.Predict(x)[0].ToArray());

        model.Compile(new SGD(0.1f), "mse");
        model.TrainOnBatch(x, [new Tensor([1, 2, 1], [100, 100])]);
        Assert.Equal(7, model.Parameters[0].Value[0, 0]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ValuesMasksAndGradientsAreThoseOfANaiveMerge(int layer, bool[] isMasked, int[] steps)
    {
        Input[] inputs = [.. steps.Select(count => new Input(count))];
        Node[] nodes = [.. inputs.Select((input, i) => input.Embedding(Tokens, Width, new RandomNormal(0, 1), maskZero: isMasked[i]))];
        LayerGraph graph = LayerGraph.Between(inputs, [nodes[0].Merge(Layers[layer](), [.. nodes.Skip(1)])]);
        graph.Initialize(7);
        var space = new ParameterSpace(graph.Parameters);
        var plan = new ExecutionPlan(graph, Batch, new PlanOptions { Gradients = space });
        foreach ((Tensor tokens, int i) in plan.Inputs.Select((tokens, i) => (tokens, i)))
            TestData.Integers(tokens.Shape, seed: i, Tokens).AsSpan().CopyTo(tokens.AsSpan());
        Tensor upstream = TestData.Normal(plan.Outputs[0].Shape, seed: 9);
        Tensor[] tables = [.. nodes.Select(node => node.Layer.Parameters[0].Value)];
        var gradients = tables.Select(table => new double[table.Length]).ToArray();
        var values = new double[plan.Outputs[0].Length];
        float[] mask = new float[Batch * Steps];
        for (int step = 0; step < Batch * Steps; step++)
        {
            int[] tokens = [.. steps.Select((count, i) => (int)plan.Inputs[i][step / Steps, step % Steps % count])];
            bool[] isData = [.. tokens.Select((token, i) => token > 0 || !isMasked[i])];
            mask[step] = isData.Contains(true) ? 1 : 0;
            for (int k = 0; k < Width; k++)
            {
                double[] operands = [.. tokens.Select((token, i) => (double)tables[i][token, k])];
                (double value, double[] slopes) = Merge(Layers[layer](), operands, isData);
                values[step * Width + k] = value;
                for (int i = 0; i < slopes.Length; i++)
                    gradients[i][tokens[i] * Width + k] += slopes[i] * upstream.Data[step * Width + k];
            }
        }

        plan.Forward(isTraining: true);
        Close.To(values, plan.Outputs[0].Data, 1e-6, "output");
        Assert.Equal(isMasked.Contains(false) ? null : mask, plan.OutputMasks[0]?.ToArray());
        upstream.AsSpan().CopyTo(plan.OutputGradients[0]!.AsSpan());
        plan.Backward();
        for (int i = 0; i < gradients.Length; i++)
            Close.To(gradients[i], space.Of(nodes[i].Layer.Parameters[0])!.Values.Data, 1e-5, $"gradient {i}");
    }

    /// <summary>Computes the merged value and its derivative by each operand.</summary>
    private static (double Value, double[] Slopes) Merge(Layer layer, double[] operands, bool[] isData)
    {
        int[] all = [.. Enumerable.Range(0, operands.Length)], data = [.. all.Where(i => isData[i])];
        double Product(IEnumerable<int> factors) => factors.Aggregate(1.0, (product, i) => product * operands[i]);
        int maximum = data.Length == 0 ? 0 : data.MaxBy(i => operands[i]);
        return layer switch
        {
            Add => (operands.Sum(), [.. all.Select(_ => 1.0)]),
            Subtract => (operands[0] - operands[1], [1, -1]),
            Average => (operands.Average(), [.. all.Select(_ => 1.0 / operands.Length)]),
            Multiply => (data.Length == 0 ? 0 : Product(data),
                [.. all.Select(i => isData[i] ? Product(data.Where(other => other != i)) : 0)]),
            Maximum => (operands[maximum], [.. all.Select(i => i == maximum ? 1.0 : 0)]),
            _ => throw new InvalidOperationException(),
        };
    }
}
