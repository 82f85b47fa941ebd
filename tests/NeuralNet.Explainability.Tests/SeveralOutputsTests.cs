namespace NeuralNet.Explainability.Tests;

/// <summary>
/// Tests of layers with several outputs inside a model. The layers are polynomials of the second degree, for which DeepSHAP with one
/// background row and integrated gradients from that row are equal and exact.
/// </summary>
public class SeveralOutputsTests
{
    private static readonly Tensor Row = new([4], [1.5f, -0.5f, 2, 0.25f]), Background = new([1, 4], [0.5f, 1, -1, 2]);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void DeepShapAgreesWithIntegratedGradients(bool usesMean, bool usesSquares)
    {
        Model model = Of(usesMean, usesSquares);
        Attribution deep = new DeepShap(model, Background).Explain(Row);
        Attribution integrated = new IntegratedGradients(model, Background).Explain(Row);
        for (int i = 0; i < 4; i++)
            Assert.Equal(integrated.Values[i], deep.Values[i], 1e-5);
        Assert.Equal(deep.Prediction - deep.BaseValue!.Value, deep.Values.Sum(), 1e-5);
        Assert.Equal(deep.Values, new DeepShap(model, Background).ExplainRows(Twice(Row))[1].Values);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void TheGradientIsThatOfAllOutputs(bool usesMean, bool usesSquares)
    {
        Model model = Of(usesMean, usesSquares);
        IReadOnlyList<double> values = new InputXGradient(model).Explain(Row).Values;
        float[] weights = model.Parameters[0].Value.ToArray();
        float ofMean = usesMean ? weights[0] : 0, ofSquares = usesSquares ? weights[^1] : 0;
        for (int i = 0; i < 4; i++)
            Assert.Equal(Row[i] * (ofMean + 2 * Row[i] * ofSquares) / 4, values[i], 1e-5);
    }

    /// <summary>With other padding in the row than in the background, no layer between them has a slope.</summary>
    [Fact]
    public void DeepShapRefusesAPaddingMask()
    {
        var input = new Input([3, 2], seed: 2);
        var model = new Model(input, input.Add(new PaddingWhereZero()).GlobalAveragePooling1D().Dense(1));
        Examples.AssertError<ArgumentException>("'zeros' (PaddingWhereZero)", () => new DeepShap(model, new Tensor([5, 3, 2])));
        Assert.NotNull(new KernelShap(model, new Tensor([5, 3, 2])).Explain(new Tensor([3, 2], [1, 2, 3, 4, 5, 6])));
    }

    private static Model Of(bool usesMean, bool usesSquares)
    {
        var input = new Input(4, seed: 2);
        IReadOnlyList<Node> moments = input.Add(new Moments()).Outputs;
        Node joined = usesMean && usesSquares ? moments[0].Concatenate(moments[1]) : moments[usesMean ? 0 : 1];
        return new Model(input, joined.Dense(1, useBias: false));
    }

    private static Tensor Twice(Tensor row) => new([2, 4], [.. row.ToArray(), .. row.ToArray()]);

    /// <summary>A layer that returns its input and masks the steps that begin with 0 as padding.</summary>
    private sealed class PaddingWhereZero() : Layer("zeros")
    {
        public override MaskHandling MaskHandling => MaskHandling.Produced;

        protected override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => inputs[0];

        protected override void Forward(Frame frame)
        {
            frame.Input.AsSpan().CopyTo(frame.Output.AsSpan());
            for (int step = 0; step < frame.OutputMask!.Length; step++)
                frame.OutputMask.AsSpan()[step] = frame.Input.AsSpan()[2 * step] == 0 ? 0 : 1;
        }

        protected override void Backward(Frame frame) => frame.OutputGradient.AsSpan().CopyTo(frame.InputGradient!.AsSpan());
    }

    /// <summary>A layer with two outputs: the mean of a row, and the mean of its squares.</summary>
    private sealed class Moments() : Layer(name: null)
    {
        protected override IReadOnlyList<Shape> OutputShapesFor(IReadOnlyList<Shape> inputs) => [1, 1];

        protected override void Forward(Frame frame)
        {
            for (int row = 0; row < frame.BatchSize; row++)
            {
                float[] x = frame.Input.Row(row).ToArray();
                (frame.Outputs[0][row, 0], frame.Outputs[1][row, 0]) = (x.Average(), x.Average(value => value * value));
            }
        }

        protected override void Backward(Frame frame)
        {
            for (int row = 0; row < frame.BatchSize; row++)
            {
                float ofMean = frame.OutputGradients[0]?[row, 0] ?? 0, ofSquares = frame.OutputGradients[1]?[row, 0] ?? 0;
                for (int i = 0; i < 4; i++)
                    frame.InputGradient![row, i] = (ofMean + 2 * frame.Input[row, i] * ofSquares) / 4;
            }
        }
    }
}
