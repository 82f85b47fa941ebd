namespace NeuralNet.Tests;

public class PreprocessingTests
{
    [Fact]
    public void NormalizationBeforeAdaptNamesTheRemedy()
    {
        var model = new Sequential(2, seed: 1).Add(new Normalization(name: "scaler")).Dense(1);
        Tensor x = new float[,] { { 1, 2 }, { 3, 4 } }, y = new float[,] { { 1 }, { 2 } };
        var error = Assert.Throws<InvalidOperationException>(() => model.Predict(x));
        Assert.Contains("'scaler'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Adapt", error.Message, StringComparison.Ordinal);

        model.Compile("sgd", "mse");
        float[] before = model.Layers[1].Parameters[0].Value.ToArray();
        Assert.Throws<InvalidOperationException>(() => model.Fit(x, y));
        Assert.Equal(before, model.Layers[1].Parameters[0].Value.ToArray());

        ((Normalization)model.Layers[0]).Adapt(x);
        Assert.Equal(2, model.Predict(x).Length);
    }

    [Fact]
    public void NormalizationAdaptsBeforeOrAfterItJoinsAModel()
    {
        Tensor x = new float[,] { { 1, 10 }, { 3, 30 } };
        var before = new Normalization();
        before.Adapt(x);
        var after = new Normalization();
        var first = new Sequential(2, seed: 1).Add(before);
        var second = new Sequential(2, seed: 1).Add(after);
        after.Adapt(x);
        Assert.Equal([-1, -1, 1, 1], first.Predict(x).ToArray());
        Assert.Equal(first.Predict(x).ToArray(), second.Predict(x).ToArray());
        Assert.Throws<ArgumentException>(() => after.Adapt(new float[,] { { 1, 2, 3 } }));
        Assert.Throws<ArgumentException>(() => after.Adapt(new float[,] { { 1, float.NaN } }));
    }

    [Fact]
    public void GivenMeansAreNotLearnt()
    {
        Assert.Throws<InvalidOperationException>(() => new Normalization(mean: [1], variance: [1]).Adapt(new float[,] { { 1 } }));
        Assert.Throws<ArgumentException>(() => new Normalization(mean: [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Normalization(mean: [1], variance: [-1]));
        Assert.Throws<ArgumentException>(() => new Sequential(3).Normalization(mean: [1, 2], variance: [1, 2]));
    }

    [Fact]
    public void AdaptedValuesAreNotTrained()
    {
        var normalization = new Normalization();
        Tensor x = new float[,] { { 1, 10 }, { 3, 30 } };
        normalization.Adapt(x);
        var model = new Sequential(2, seed: 1).Add(normalization).Dense(1);
        model.Compile("adam", "mse");
        model.Fit(x, new float[,] { { 1 }, { 2 } }, epochs: 3);
        Assert.Equal([2, 20], normalization.Parameters[0].Value.ToArray());
        Assert.Equal([1, 100], normalization.Parameters[1].Value.ToArray());
    }

    [Theory]
    [InlineData(5, "at least 6")]
    [InlineData(-1, "whole numbers")]
    [InlineData(1.5f, "whole numbers")]
    public void AWrongTokenIsNamedBeforeAnythingIsTrained(float token, string advice)
    {
        var model = new Sequential(3, seed: 1).Embedding(5, 2).Flatten().Dense(1);
        Tensor x = new float[,] { { 0, 1, 2 }, { 3, 4, 0 }, { 1, token, 0 } };
        model.Compile("sgd", "mse");
        float[] before = model.Parameters[0].Value.ToArray();
        var error = Assert.Throws<ArgumentException>(() => model.Fit(x, new float[] { 1, 2, 3 }, batchSize: 1, shuffle: false));
        Assert.Contains("'embedding' (Embedding)", error.Message, StringComparison.Ordinal);
        Assert.Contains("from 0 to 4", error.Message, StringComparison.Ordinal);
        Assert.Contains("row 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("place 1", error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters[0].Value.ToArray());
        Assert.Throws<ArgumentException>(() => model.Predict(x));
        Assert.Throws<ArgumentException>(() => model.Predict([1, token, 0], new float[1]));
        Assert.Throws<ArgumentException>(() => model.TrainOnBatch(x, new float[] { 1, 2, 3 }));
    }

    [Fact]
    public void CategoriesAreEncodedInThreeWays()
    {
        Tensor tokens = new float[,] { { 0, 2, 2 }, { 1, 1, 1 } };
        Assert.Equal([1, 0, 1, 0, 1, 0], new Sequential(3).CategoryEncoding(3).Predict(tokens).ToArray());
        Assert.Equal([1, 0, 2, 0, 3, 0], new Sequential(3).CategoryEncoding(3, CategoryOutputMode.Count).Predict(tokens).ToArray());
        Tensor oneHot = new Sequential(3).CategoryEncoding(3, CategoryOutputMode.OneHot).Predict(tokens);
        Assert.Equal([2, 3, 3], oneHot.Shape);
        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0], oneHot.ToArray());
        Assert.Equal([0, 1, 0, 0, 0, 1],
            new Sequential(1).CategoryEncoding(3, CategoryOutputMode.OneHot).Predict(new float[] { 1, 2 }).ToArray());
        Assert.Throws<ArgumentException>(() => new Sequential(3).CategoryEncoding(2).Predict(tokens));
    }

    [Fact]
    public void ReshapeWorksOutOneSize()
    {
        Assert.Equal([3, 2], new Sequential(6).Reshape([3, -1]).OutputShapes[0]);
        Assert.Contains("6 values", Assert.Throws<ArgumentException>(() => new Sequential(6).Reshape([4, -1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Sequential(6).Reshape([2, 2]));
        Assert.Throws<ArgumentException>(() => new Reshape([-1, -1]));
    }

    [Fact]
    public void MergesTakeInputsOfOneShape()
    {
        var a = new Input(2);
        var b = new Input(3);
        Assert.Contains("(2,) and (3,)", Assert.Throws<ArgumentException>(() => a.Multiply(b)).Message, StringComparison.Ordinal);
        Assert.Contains("two inputs", Assert.Throws<ArgumentException>(() => a.Merge(new Subtract(), a, a)).Message, StringComparison.Ordinal);
    }
}
