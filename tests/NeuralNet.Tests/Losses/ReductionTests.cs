namespace NeuralNet.Tests;

public class ReductionTests
{
    private static readonly Tensor X = new float[,] { { 1 }, { 2 }, { 3 } };
    private static readonly Tensor Y = new float[,] { { 0 }, { 1 }, { 5 } };

    [Theory]
    [InlineData(Reduction.SumOverBatchSize, 3)]
    [InlineData(Reduction.Sum, 1)]
    [InlineData(Reduction.MeanWithSampleWeight, 4.5)]
    public void TheLossAndItsGradientAreDividedAsAsked(Reduction reduction, double divisor)
    {
        float[] weights = [0.5f, 1, 3];
        var model = new Sequential(1, seed: 1).Dense(1, useBias: false);
        model.Parameters[0].SetValue(new float[,] { { 2 } });
        model.Compile(new SGD(0.01f), new MeanSquaredError { Reduction = reduction });
        Evaluation before = model.Evaluate(X, Y, sampleWeight: weights);
        model.Fit(X, Y, batchSize: 3, verbose: Verbosity.Silent, sampleWeight: weights);

        double[] errors = [2 - 0, 4 - 1, 6 - 5];
        double loss = weights.Zip(errors, (w, e) => w * e * e).Sum() / divisor;
        double gradient = Enumerable.Range(0, 3).Sum(i => weights[i] * 2 * errors[i] * (i + 1)) / divisor;
        Assert.Equal(loss, before.Loss, 1e-5);
        Assert.Equal(2 - 0.01 * gradient, model.Parameters[0].Value[0, 0], 1e-5);
    }

    [Fact]
    public void ItIsWrittenAsKerasDoes()
    {
        var loss = new Huber(0.5f) { Reduction = Reduction.Sum };
        string written = Configuration.Describe(loss).ToJsonString();
        Assert.Equal("""{"class_name":"Huber","config":{"reduction":"sum","delta":0.5}}""", written);
        Assert.Equal(Reduction.Sum, Loss.Known.Read(Configuration.Describe(loss)).Reduction);
    }

    [Fact]
    public void NoReductionIsRefused()
    {
        var configuration = new Configuration();
        configuration.Set("reduction", "none");
        Assert.Throws<FormatException>(() => Loss.Known.Create("MeanSquaredError", configuration));
    }

    [Fact]
    public void CrossentropyIsResolvedByShape()
    {
        Loss loss = "crossentropy";
        Assert.IsType<BinaryCrossEntropy>(loss.Resolve([8, 1], [8, 1]));
        Assert.IsType<SparseCategoricalCrossEntropy>(loss.Resolve([8], [8, 3]));
        Assert.IsType<CategoricalCrossEntropy>(loss.Resolve([8, 3], [8, 3]));
    }
}
