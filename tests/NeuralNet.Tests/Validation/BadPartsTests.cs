using static NeuralNet.Tests.BadInput;

namespace NeuralNet.Tests;

/// <summary>Tests that messages name custom losses, metrics, optimizers and schedules that violate their contract.</summary>
public class BadPartsTests
{
    [Fact]
    public void LossesThatGiveNothing()
    {
        Refused<InvalidOperationException>(new Own { Resolves = false }, "'own'", "Resolve returned null");
        Refused<InvalidOperationException>(new Own { Shaped = _ => null! }, "'own'", "TargetShape");
        Refused<InvalidOperationException>(new Own { Shaped = _ => [] }, "'own'", "TargetShape", "batch");

        static void Refused<TException>(Loss loss, params string[] said)
            where TException : Exception
        {
            var model = new Sequential(2, seed: 1).Dense(1);
            model.Compile("sgd", loss);
            Refuses<TException>(model, m => Fit(m, X, Y), said);
        }
    }

    [Fact]
    public void MetricsThatGiveNothing()
    {
        Refused(new Counting { Resolves = false }, "Resolve of Counting returned null");
        Refused(new Counting { Shaped = _ => null! }, "TargetShape of Counting returned null");
        Refused(new Counting(), "CreateAccumulator of Counting returned null");

        static void Refused(Metric metric, string said)
        {
            var model = new Sequential(2, seed: 1).Dense(1, name: "score");
            model.Compile("sgd", "mse", metric);
            Refuses<ArgumentException>(model, m => Fit(m, X, Y), "'counting'", "'score'", said);
        }
    }

    [Fact]
    public void OptimizersWithSlotsWithoutNames()
    {
        var model = new Sequential(2, seed: 1).Dense(1);
        Refuses<ArgumentException>(model, m => m.Compile(new Stepping(null!), "mse"), "Stepping", "SlotNames is null");
        Refuses<ArgumentException>(model, m => m.Compile(new Stepping(["a", "a"]), "mse"), "Stepping", "[a, a]");
        Assert.False(model.IsCompiled);
        model.Compile(new Stepping(["a"]), "mse");
        Refuses<ArgumentOutOfRangeException>(model, m => Fit(m, X, Y), "1 slots", "SlotNames", "3");
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(-1f, "-1")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void SchedulesThatGiveNoRates(float rate, string text)
    {
        var model = new Sequential(2, seed: 1).Dense(1);
        model.Compile(new SGD(new Always(rate)), "mse");
        Refuses<InvalidOperationException>(model, m => Fit(m, X, Y), nameof(Always), "SGD", text, "step 0");
    }

    [Fact]
    public void StepsBeforeTheFirst()
    {
        LearningRateSchedule[] schedules =
        [
            new ExponentialDecay(0.1f, 1, 0.5f), new InverseTimeDecay(0.1f, 1, 1), new PolynomialDecay(0.1f, 3), new CosineDecay(0.1f, 3),
            new CosineDecayRestarts(0.1f, 1), new PiecewiseConstantDecay([1], [0.1f, 0.2f]),
        ];
        Assert.All(schedules, schedule => Refuses<ArgumentOutOfRangeException>(() => schedule.At(-1), "'step' must not be negative"));
    }

    [Fact]
    public void TablesOfClassesThatAreNone()
    {
        Refuses<ArgumentException>(() => new ConfusionMatrix([int.MaxValue], [0]), "Class 2147483647", "32768");
        Refuses<ArgumentNullException>(() => new ConfusionMatrix([0], [0], [null!]), "classNames[0] is null");
        Refuses<ArgumentException>(() => ConfusionMatrix.From(new float[] { 0, 1 }, new float[] { 0, float.NaN }),
            "Row 1 of the predictions contains NaN");
        Refuses<ArgumentOutOfRangeException>(() => ConfusionMatrix.From(Y, Y, float.NaN), "threshold");
    }

    [Fact]
    public void PlacesThatAreNone()
    {
        Shape shape = [28, 3];
        Refuses<ArgumentOutOfRangeException>(() => _ = shape[2], "(28, 3)", "2 axes");
        Refuses<ArgumentOutOfRangeException>(() => _ = new Shape()[^1], "()", "0 axes");
        Logs logs = Binary().Evaluate(X, Y).Results;
        Refuses<ArgumentOutOfRangeException>(() => _ = logs[2], "2 figures");
        Refuses<ArgumentOutOfRangeException>(() => _ = logs[-1], "2 figures");
    }

    [Fact]
    public void DataWhoseVarianceIsBeyondFloat32()
    {
        var layer = new Normalization();
        Refuses<ArgumentException>(() => layer.Adapt(new float[,] { { float.MaxValue }, { -float.MaxValue } }), "data", "beyond float32");
    }

    private sealed class Own : Loss
    {
        public bool Resolves { get; init; } = true;

        public Func<Shape, Shape> Shaped { get; init; } = shape => shape;

        public override string Name => "own";

        protected internal override Loss Resolve(Shape target, Shape prediction) => Resolves ? this : null!;

        protected internal override Shape TargetShape(Shape prediction) => Shaped(prediction);

        protected internal override void Evaluate(
            ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> losses) => losses.Clear();

        protected internal override void Gradient(
            ReadOnlySpan<float> target, ReadOnlySpan<float> prediction, int rowLength, Span<float> gradient) => gradient.Clear();
    }

    private sealed class Counting : Metric
    {
        public bool Resolves { get; init; } = true;

        public Func<Shape, Shape> Shaped { get; init; } = shape => shape;

        public override MetricDirection Direction => MetricDirection.Up;

        protected internal override string DefaultName => "counting";

        protected internal override Metric Resolve(Shape target, Shape prediction) => Resolves ? this : null!;

        protected internal override Shape TargetShape(Shape prediction) => Shaped(prediction);

        protected internal override MetricAccumulator CreateAccumulator() => null!;
    }

    private sealed class Stepping(IReadOnlyList<string> slotNames) : Optimizer(0.1f)
    {
        public override IReadOnlyList<string> SlotNames => slotNames;

        public override void Update(Span<float> value, ReadOnlySpan<float> gradient, in ParameterState state) =>
            state.Slot(3).Clear();
    }

    private sealed class Always(float rate) : LearningRateSchedule
    {
        public override float At(long step) => rate;
    }
}
