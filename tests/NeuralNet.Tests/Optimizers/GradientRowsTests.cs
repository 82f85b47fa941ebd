using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace NeuralNet.Tests;

/// <summary>Tests that a gradient of few rows gives the same bits as one of all rows, and that unused rows cost no time.</summary>
public class GradientRowsTests
{
    private const int Tokens = 3000, Length = 5, Steps = 3;

    private static readonly string[] Settings =
    [
        "", "clipnorm", "clipvalue", "global_clipnorm", "weight_decay", "use_ema", "gradient_accumulation_steps", "regularizer", "constraint",
    ];

    public static TheoryData<int, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < OptimizerExamples.All.Length; i++)
            {
                foreach (string setting in Settings)
                    data.Add(i, setting);
            }

            return data;
        }
    }

    /// <summary>Tests every optimizer with every setting, a shorter last batch, repeated tokens, and values of all magnitudes.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryOptimizerGivesTheBitsOfTheDenseGradient(int index, string setting)
    {
        int[] sparse = Train(new Embedding(Tokens, Length, Normal(), RegularizerOf(setting), ConstraintOf(setting), name: "rows"));
        int[] dense = Train(new DenseEmbedding(Normal(), RegularizerOf(setting), ConstraintOf(setting)));
        Assert.Equal(dense, sparse);

        int[] Train(Layer embedding)
        {
            Sequential model = new Sequential(Steps, seed: 3).Add(embedding).Flatten().Dense(4, "tanh").Dense(1);
            model.Compile(WithSetting(OptimizerExamples.All[index], setting), "mse");
            Tensor x = TestData.Integers([22, Steps], 5, 40), y = TestData.Normal([22, 1], 6);
            model.Fit(x, y, batchSize: 4, epochs: 3, verbose: Verbosity.Silent);
            return Bits.Of(model);
        }

        static Initializer Normal() => new RandomNormal(stddev: 0.5f);
        static Regularizer? RegularizerOf(string setting) => setting == "regularizer" ? new L2(0.01f) : null;
        static Constraint? ConstraintOf(string setting) => setting == "constraint" ? new MaxNorm(0.4f) : null;
    }

    /// <summary>The contributions of an embedding in three branches are added for all rows that they use.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SeveralUsesGiveTheBitsOfTheDenseGradient(bool isClipped)
    {
        Assert.Equal(Train(new DenseEmbedding(new RandomNormal(), null, null)), Train(new Embedding(Tokens, Length, new RandomNormal(), name: "rows")));

        int[] Train(Layer embedding)
        {
            Input first = new(Steps, seed: 4), second = new(Steps), third = new(Steps);
            Node sum = first.Add(embedding).Merge(new Add(), second.Add(embedding), third.Add(embedding));
            var model = new Model([first, second, third], [sum.Flatten().Dense(1)]);
            model.Compile(isClipped ? new SGD(0.5f) { ClipNorm = 0.02f } : new SGD(0.5f), "mse");
            model.Fit(
                [TestData.Integers([18, Steps], 1, 30), TestData.Integers([18, Steps], 2, 30), TestData.Integers([18, Steps], 3, Tokens)],
                [TestData.Normal([18, 1], 6)], batchSize: 4, epochs: 3, verbose: Verbosity.Silent);
            return Bits.Of(model);
        }
    }

    [Fact]
    public void OnlyRowsThatABatchUsesAreVisited()
    {
        var optimizer = new CountingDescent();
        Sequential model = new Sequential(Steps, seed: 3).Embedding(Tokens, 64).Flatten().Dense(1, useBias: false);
        model.Compile(optimizer, "mse");
        model.Fit(TestData.Integers([8, Steps], 5, Tokens), TestData.Normal([8, 1], 6), batchSize: 4, verbose: Verbosity.Silent);
        Assert.InRange(optimizer.Visited, 2 * (1 + Steps) * 64, 2 * (4 + 1) * Steps * 64);
    }

    [Fact]
    public void OnlyRulesWithoutMemoryIgnoreZeroGradients()
    {
        Assert.True(new SGD().IgnoresZeroGradients);
        Assert.True(new Adagrad().IgnoresZeroGradients);
        Assert.True(new Adagrad(initialAccumulatorValue: 0).IgnoresZeroGradients);
        Assert.False(new Adagrad(initialAccumulatorValue: 0, epsilon: 0).IgnoresZeroGradients);
        Assert.False(new Adagrad(initialAccumulatorValue: 1e-37f).IgnoresZeroGradients);
        Assert.False(new SGD(momentum: 0.5f).IgnoresZeroGradients);
        Assert.All([new Adam(), new Nadam(), new Adamax(), new Adadelta(), new RMSprop(), new Lion(), (Optimizer)new AdamW()],
            optimizer => Assert.False(optimizer.IgnoresZeroGradients));
    }

    /// <summary>The property is correct: an update by 0 changes no bit of the values and slots.</summary>
    [Fact]
    public void ARuleThatIgnoresZeroGradientsChangesNothingByThem()
    {
        foreach (Optimizer optimizer in OptimizerExamples.All.Where(one => one.IgnoresZeroGradients && one.WeightDecay is null))
        {
            var bench = new OptimizerBench(optimizer, 37, seed: 8);
            bench.Step();
            int[] values = Bits.Of(bench.Values), slots = [.. bench.Slots.SelectMany(slot => Bits.Of(slot))];
            bench.Step(new float[37]);
            Assert.Equal(values, Bits.Of(bench.Values));
            Assert.Equal(slots, bench.Slots.SelectMany(slot => Bits.Of(slot)));
        }
    }

    [Fact]
    public void ARowThatTheParameterHasNotIsRefused()
    {
        var rows = new GradientRows(new Tensor([4, 3]));
        BadInput.Refuses<ArgumentOutOfRangeException>(() => rows.Row(4), "4 rows");
        BadInput.Refuses<ArgumentOutOfRangeException>(() => rows.Row(-1), "4 rows");
    }

    private static Optimizer WithSetting(Optimizer optimizer, string setting)
    {
        JsonObject description = Configuration.Describe(optimizer);
        JsonObject settings = description["config"]!.AsObject();
        if (setting is "clipnorm" or "clipvalue" or "global_clipnorm" or "weight_decay")
            settings[setting] = 0.01f;
        else if (setting == "use_ema")
            settings[setting] = true;
        else if (setting == "gradient_accumulation_steps")
            settings[setting] = 2;
        return Optimizer.Known.Read(description);
    }

    /// <summary>Gradient descent that counts the updated elements.</summary>
    private sealed class CountingDescent() : Optimizer(0.1f)
    {
        private int visited;

        public int Visited => visited;

        public override bool IgnoresZeroGradients => true;

        public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state)
        {
            Interlocked.Add(ref visited, value.Length);
            TensorPrimitives.MultiplyAdd(gradient, -state.LearningRate, value, value);
        }
    }

    /// <summary>An embedding that writes its whole gradient.</summary>
    private sealed class DenseEmbedding(Initializer initializer, Regularizer? regularizer, Constraint? constraint) : Layer("rows")
    {
        private Parameter embeddings = null!;

        protected internal override void Build(LayerBuilder builder) =>
            embeddings = builder.AddParameter("embeddings", [Tokens, Length], initializer, isTrainable: true, regularizer, constraint);

        protected internal override Shape OutputShapeFor(IReadOnlyList<Shape> inputs) => [.. OnlyInput(inputs), Length];

        protected internal override void Forward(Frame frame)
        {
            for (int i = 0; i < frame.Input.Length; i++)
                embeddings.Value.Data.Slice((int)frame.Input.Data[i] * Length, Length).CopyTo(frame.Output.Data[(i * Length)..]);
        }

        protected internal override void Backward(Frame frame)
        {
            Tensor gradient = frame.Gradient(embeddings)!;
            gradient.Data.Clear();
            for (int i = 0; i < frame.Input.Length; i++)
            {
                Span<float> row = gradient.Data.Slice((int)frame.Input.Data[i] * Length, Length);
                TensorPrimitives.Add(row, frame.OutputGradient.Data.Slice(i * Length, Length), row);
            }
        }
    }
}
