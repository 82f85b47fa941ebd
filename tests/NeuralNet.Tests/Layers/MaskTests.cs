namespace NeuralNet.Tests;

/// <summary>Tests of padding from an Embedding through layers that keep the steps to layers that exclude it.</summary>
public class MaskTests
{
    private static readonly Tensor Tokens = new float[,] { { 1, 2, 0, 0 }, { 3, 0, 0, 0 }, { 0, 0, 0, 0 } };

    [Fact]
    public void AveragePoolingLeavesPaddingOut()
    {
        var model = new Sequential(4, seed: 1).Embedding(5, 2, maskZero: true).GlobalAveragePooling1D();
        model.Parameters[0].SetValue(new float[,] { { 100, 100 }, { 1, 2 }, { 3, 8 }, { 5, 6 }, { 0, 0 } });
        Assert.Equal([2, 5, 5, 6, 0, 0], model.Predict(Tokens).ToArray());
    }

    [Fact]
    public void MaxPoolingLeavesPaddingOut()
    {
        var model = new Sequential(4, seed: 1).Embedding(5, 2, maskZero: true).GlobalMaxPooling1D();
        model.Parameters[0].SetValue(new float[,] { { 100, 100 }, { -1, -2 }, { -3, 8 }, { -5, -6 }, { 0, 0 } });
        Assert.Equal([-1, 8, -5, -6, 0, 0], model.Predict(Tokens).ToArray());
    }

    [Fact]
    public void WithoutMaskZeroPaddingCounts()
    {
        var model = new Sequential(4, seed: 1).Embedding(5, 1).GlobalAveragePooling1D();
        model.Parameters[0].SetValue(new float[,] { { 8 }, { 1 }, { 3 }, { 5 }, { 0 } });
        Assert.Equal([5, 7.25f, 8], model.Predict(Tokens).ToArray());
    }

    [Fact]
    public void AMaskPassesLayersThatKeepTheSteps()
    {
        var input = new Input(4, seed: 1);
        Node embedded = input.Embedding(5, 2, maskZero: true);
        Node changed = embedded.Dense(2, kernelInitializer: "ones").Dropout(0.5f).LayerNormalization().Activation("relu");
        Node pooled = changed.Add(embedded).Concatenate(embedded).GlobalAveragePooling1D();
        var model = new Model(input, pooled);
        var onlyData = new Model(input, embedded.Dense(1, useBias: false).GlobalAveragePooling1D());

        Tensor longer = model.Predict(new float[,] { { 1, 2, 0, 0 } });
        Assert.Equal(model.Predict(new float[,] { { 0, 1, 0, 2 } }).ToArray(), longer.ToArray());
        Assert.NotEqual(model.Predict(new float[,] { { 4, 1, 4, 2 } }).ToArray(), longer.ToArray());
        Assert.Equal(0, onlyData.Predict(new float[,] { { 0, 0, 0, 0 } })[0, 0]);
    }

    [Fact]
    public void MergedMasksHoldWhereOneOfTheInputsIsData()
    {
        var a = new Input(2, seed: 1, name: "a");
        var b = new Input(2, name: "b");
        var embedding = new Embedding(3, 1, maskZero: true);
        var model = new Model([a, b], [a.Add(embedding).Add(b.Add(embedding)).GlobalAveragePooling1D()]);
        embedding.Parameters[0].SetValue(new float[,] { { 10 }, { 1 }, { 2 } });
        // Step 0 is 1 + padding = 11, step 1 is padding in both.
        Assert.Equal(11, model.Predict([new float[,] { { 1, 0 } }, new float[,] { { 0, 0 } }])[0][0, 0]);
    }

    [Fact]
    public void AMaskThatMeetsAnUnmaskedInputEndsThere()
    {
        var input = new Input(2, seed: 1);
        var masked = input.Embedding(3, 1, embeddingsInitializer: "ones", maskZero: true);
        var plain = input.Embedding(3, 1, embeddingsInitializer: "ones");
        var model = new Model(input, masked.Add(plain).GlobalAveragePooling1D());
        Assert.Equal(2, model.Predict(new float[,] { { 1, 0 } })[0, 0]);
    }

    [Fact]
    public void ALayerThatCannotUseAMaskThrowsWhenItIsAdded()
    {
        Sequential model = new Sequential(4).Embedding(5, 2, maskZero: true);
        var refused = Assert.Throws<ArgumentException>(() => model.Flatten(name: "flat"));
        Assert.Contains("'flat' (Flatten)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("GlobalAveragePooling1D", refused.Message, StringComparison.Ordinal);
        Assert.Contains("maskZero: false", refused.Message, StringComparison.Ordinal);
        Assert.Single(model.Layers);
        Assert.Throws<ArgumentException>(() => new Input(4).Embedding(5, 2, maskZero: true).Reshape([8]));
    }

    [Fact]
    public void AFileKeepsThatZeroIsPadding()
    {
        var model = new Sequential(4, seed: 1).Embedding(5, 2, maskZero: true).GlobalAveragePooling1D();
        using var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        Assert.Equal(model.Predict(Tokens).ToArray(), Model.Load(file).Predict(Tokens).ToArray());
    }

    [Fact]
    public void BatchNormalizationCountsDataOnly()
    {
        // One feature: the values of the tokens. Padding (100) is no part of the mean 2 and the variance 1 of 1 and 3.
        var model = new Sequential(3, seed: 1)
            .Embedding(3, 1, maskZero: true)
            .BatchNormalization(momentum: 0)
            .GlobalAveragePooling1D();
        model.Layers[0].Parameters[0].SetValue(new float[,] { { 100 }, { 1 }, { 3 } });
        model.Freeze(model.Layers[0].Name);
        model.Compile(new SGD(0), "mse");
        model.Fit(new float[,] { { 1, 2, 0 } }, new float[,] { { 0 } });
        Assert.Equal([2], model.Layers[1].Parameters[2].Value.ToArray());
        Assert.Equal([1], model.Layers[1].Parameters[3].Value.ToArray());
    }

    [Fact]
    public void BatchNormalizationsGradientKnowsPadding()
    {
        // Learning is checked against differences of the loss by the embeddings.
        var model = new Sequential(3, seed: 3)
            .Embedding(4, 2, embeddingsInitializer: new RandomNormal(0, 1), maskZero: true)
            .BatchNormalization()
            .Dense(2, "tanh")
            .GlobalAveragePooling1D();
        Tensor x = new float[,] { { 1, 2, 0 }, { 3, 0, 0 }, { 2, 2, 1 } }, y = new float[,] { { 1, 0 }, { 0, 1 }, { 0.5f, 0 } };
        model.Compile(new SGD(1), "mse");
        Parameter embeddings = model.Parameters[0];
        Tensor start = embeddings.Value.Clone();
        float[][] others = [.. model.Parameters.Skip(1).Select(parameter => parameter.Value.ToArray())];
        model.TrainOnBatch(x, y);
        float[] gradient = [.. start.ToArray().Zip(embeddings.Value.ToArray(), (before, after) => before - after)];
        for (int i = 0; i < start.Length; i++)
        {
            double measured = (LossAt(i, 0.01f) - LossAt(i, -0.01f)) / 0.02;
            Assert.Equal(measured, gradient[i], 1e-3);
        }

        double LossAt(int index, float change)
        {
            embeddings.SetValue(start);
            embeddings.Value.Data[index] += change;
            for (int i = 0; i < others.Length; i++)
                others[i].CopyTo(model.Parameters[i + 1].Value.Data);
            return model.TrainOnBatch(x, y).Loss;
        }
    }

    [Fact]
    public void ALossOverStepsLeavesPaddingOut()
    {
        var model = new Sequential(3, seed: 1).Embedding(4, 1, maskZero: true);
        model.Parameters[0].SetValue(new float[,] { { 9 }, { 1 }, { 2 }, { 3 } });
        model.Compile(new SGD(1), "mse");
        Tensor x = new float[,] { { 1, 2, 0 }, { 3, 0, 0 } };
        var y = new Tensor([2, 3, 1]);
        // (1 + 4 + 9) over three steps that are data; twice the second row's weight with sample weights.
        Assert.Equal(14 / 3d, model.Evaluate(x, y).Loss, 1e-6);
        Assert.Equal((5 + 2 * 9) / 3d, model.Evaluate(x, y, sampleWeight: new float[] { 1, 2 }).Loss, 1e-6);
        model.Fit(x, y);
        float[] expected = [9, 1 - 2f / 3, 2 - 4f / 3, 3 - 6f / 3];
        Assert.Equal(expected, model.Parameters[0].Value.ToArray(), new Near(1e-6f));
    }

    private sealed class Near(float tolerance) : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => MathF.Abs(x - y) <= tolerance;

        public int GetHashCode(float value) => 0;
    }
}
