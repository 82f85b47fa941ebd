namespace NeuralNet.Tests;

/// <summary>Tests of the choice of the metric for "accuracy". Keras: trainers/compile_utils.py, <c>get_metric</c>.</summary>
public class AccuracyTests
{
    [Fact]
    public void OneOutputIsBinary() => Check(typeof(BinaryAccuracy), [5, 1], [5, 1]);

    [Fact]
    public void OneOutputAndBareLabelsIsBinary() => Check(typeof(BinaryAccuracy), [5], [5, 1]);

    [Fact]
    public void BareLabelsAreSparse() => Check(typeof(SparseCategoricalAccuracy), [5], [5, 3]);

    [Fact]
    public void ColumnOfLabelsIsSparse() => Check(typeof(SparseCategoricalAccuracy), [5, 1], [5, 3]);

    [Fact]
    public void OneHotRowsAreCategorical() => Check(typeof(CategoricalAccuracy), [5, 3], [5, 3]);

    [Theory]
    [InlineData("accuracy")]
    [InlineData("acc")]
    public void KeepsTheNameAsTyped(string name)
    {
        Metric typed = name;
        Assert.Equal(name, typed.Name);
        Assert.Equal(name, typed.Resolve([5, 3], [5, 3]).Name);
    }

    /// <summary>Exactly one half is not above the threshold.</summary>
    [Fact]
    public void ThresholdIsStrict()
    {
        MetricAccumulator accumulator = Metric.BinaryAccuracy.CreateAccumulator();
        accumulator.Update([1, 1, 0, 0], [0.5f, 0.50001f, 0.5f, 0.9f], 1, []);
        Assert.Equal(0.5, accumulator.Result);
    }

    [Fact]
    public void FitAndEvaluateResolveByTheDataOfEachCall()
    {
        var model = new Sequential(2, seed: 1).Dense(3, "softmax");
        model.Compile("sgd", "mse", "accuracy");
        Tensor x = TestData.Normal([40, 2], 1), oneHot = TestData.OneHot(40, 3, 2), p = model.Predict(x);
        int right = Enumerable.Range(0, 40).Count(i => IndexOfMax(p.Row(i)) == IndexOfMax(oneHot.Row(i)));
        Assert.Equal(right / 40.0, model.Evaluate(x, oneHot)["accuracy"], 6);

        static int IndexOfMax(Span<float> row) => System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(row);
    }

    private static void Check(Type expected, Shape target, Shape prediction) =>
        Assert.Equal(expected, Metric.Accuracy.Resolve(target, prediction).GetType());
}
