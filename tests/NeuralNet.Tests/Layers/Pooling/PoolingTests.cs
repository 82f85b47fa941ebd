namespace NeuralNet.Tests;

/// <summary>Tests of pooling against a loop over the cells of each window, on random sizes and settings.</summary>
public class PoolingTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 24)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AgreesWithALoopOverTheCells(int seed)
    {
        var random = new Random(seed);
        int height = random.Next(3, 9), width = random.Next(3, 9), channels = random.Next(1, 20);
        Size2D pool = (random.Next(1, 4), random.Next(1, 4)), strides = (random.Next(1, 4), random.Next(1, 4));
        Padding padding = random.Next(2) == 0 ? Padding.Valid : Padding.Same;
        foreach (bool isMax in (ReadOnlySpan<bool>)[true, false])
        {
            Layer layer = isMax ? new MaxPooling2D(pool, strides, padding) : new AveragePooling2D(pool, strides, padding);
            var harness = new LayerHarness(layer, seed: 1, new Shape(height, width, channels));
            Tensor input = TestData.Normal([2, height, width, channels], seed);
            ExecutionPlan plan = harness.NewPlan(2);
            Tensor output = harness.Forward(plan, [input], isTraining: true), upstream = TestData.Normal(output.Shape, seed + 1);
            harness.Backward(plan, upstream);
            (double[] expected, double[] gradient) = Naive(input, output.Shape, upstream, pool, strides, padding, isMax);
            Close.To(expected, output.Data, Close.Reference, $"{layer.ClassName} {seed}");
            Close.To(gradient, plan.InputGradients[0]!.Data, Close.Reference, $"gradient of {layer.ClassName} {seed}");
            CheckChannelsFirst(input, output, plan.InputGradients[0]!, upstream, isMax
                ? new MaxPooling2D(pool, strides, padding, DataFormat.ChannelsFirst)
                : new AveragePooling2D(pool, strides, padding, DataFormat.ChannelsFirst));
        }
    }

    [Fact]
    public void TheFirstOfEqualMaximaTakesTheGradient()
    {
        var harness = new LayerHarness(new MaxPooling2D(2), seed: 1, new Shape(2, 2, 9));
        ExecutionPlan plan = harness.NewPlan(1);
        harness.Forward(plan, [new Tensor([1, 2, 2, 9])], isTraining: true);
        harness.Backward(plan, new Tensor([1, 1, 1, 9], [.. Enumerable.Repeat(3f, 9)]));
        Assert.Equal([.. Enumerable.Repeat(3f, 9), .. Enumerable.Repeat(0f, 27)], plan.InputGradients[0]!.ToArray());
    }

    [Fact]
    public void RefusesPoolsThatDoNotFit()
    {
        Assert.Contains("5 cells wide", Assert.Throws<ArgumentException>(() => new Sequential([4, 3]).MaxPooling1D(5)).Message, StringComparison.Ordinal);
        Assert.Contains("3 cells high", Assert.Throws<ArgumentException>(() => new Sequential([2, 9, 1]).AveragePooling2D(3)).Message, StringComparison.Ordinal);
        Assert.Contains("(None, height, width, channels)", Assert.Throws<ArgumentException>(() => new Sequential([4, 3]).MaxPooling2D()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPooling2D((0, 2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPooling1D(2, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AveragePooling1D(padding: Padding.Causal));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AveragePooling2D(dataFormat: (DataFormat)7));
    }

    [Fact]
    public void OpenSizesStayOpen()
    {
        var input = new Input([null, null, 3]);
        var model = new Model(input, input.MaxPooling2D(3, 2, Padding.Same).GlobalMaxPooling2D());
        Assert.Equal([2, 3], model.Predict(TestData.Normal([2, 5, 8, 3], 1)).Shape);
        Assert.Equal([1, 3], model.Predict(TestData.Normal([1, 9, 2, 3], 1)).Shape);
    }

    private static void CheckChannelsFirst(Tensor input, Tensor output, Tensor gradient, Tensor upstream, Layer layer)
    {
        Tensor moved = ChannelsFirst(input);
        var harness = new LayerHarness(layer, seed: 1, moved.Shape.WithoutBatch());
        ExecutionPlan plan = harness.NewPlan(moved.Rows);
        Close.To(ChannelsFirst(output), harness.Forward(plan, [moved], isTraining: true), Close.Reference, "channels first");
        harness.Backward(plan, ChannelsFirst(upstream));
        Close.To(ChannelsFirst(gradient), plan.InputGradients[0]!, Close.Reference, "gradient with channels first");
    }

    private static Tensor ChannelsFirst(Tensor images)
    {
        (int rows, int height, int width, int channels) = (images.Shape[0], images.Shape[1], images.Shape[2], images.Shape[3]);
        var moved = new Tensor([rows, channels, height, width]);
        for (int i = 0; i < images.Length; i++)
        {
            int channel = i % channels, column = i / channels % width, row = i / channels / width % height,
                sample = i / channels / width / height;
            moved.AsSpan()[((sample * channels + channel) * height + row) * width + column] = images.AsSpan()[i];
        }

        return moved;
    }

    private static (double[] Output, double[] Gradient) Naive(
        Tensor input, Shape outputShape, Tensor upstream, Size2D pool, Size2D strides, Padding padding, bool isMax)
    {
        int height = input.Shape[1], width = input.Shape[2], channels = input.Shape[3];
        int top = Before(height, outputShape[1], pool.Height, strides.Height, padding);
        int left = Before(width, outputShape[2], pool.Width, strides.Width, padding);
        double[] output = new double[outputShape.Size], gradient = new double[input.Length];
        for (int i = 0; i < output.Length; i++)
        {
            int channel = i % channels, column = i / channels % outputShape[2];
            int row = i / channels / outputShape[2] % outputShape[1], sample = i / channels / outputShape[2] / outputShape[1];
            var cells = new List<int>();
            for (int y = row * strides.Height - top; y < row * strides.Height - top + pool.Height; y++)
            {
                for (int x = column * strides.Width - left; x < column * strides.Width - left + pool.Width; x++)
                {
                    if (y >= 0 && y < height && x >= 0 && x < width)
                        cells.Add(((sample * height + y) * width + x) * channels + channel);
                }
            }

            output[i] = isMax ? cells.Max(cell => input.AsSpan()[cell]) : cells.Average(cell => input.AsSpan()[cell]);
            int winner = cells.First(cell => !isMax || input.AsSpan()[cell] == output[i]);
            foreach (int cell in isMax ? [winner] : cells)
                gradient[cell] += upstream.AsSpan()[i] / (isMax ? 1.0 : cells.Count);
        }

        return (output, gradient);
    }

    private static int Before(int cells, int windows, int window, int stride, Padding padding) =>
        padding == Padding.Valid ? 0 : Math.Max((windows - 1) * stride + window - cells, 0) / 2;
}
