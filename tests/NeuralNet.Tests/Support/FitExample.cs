namespace NeuralNet.Tests;

/// <summary>Small data, and models that are trained with them.</summary>
internal static class FitExample
{
    public static readonly Tensor X = TestData.Normal([30, 3], 1), Y = TestData.Normal([30, 1], 2);
    public static readonly Tensor Labels = TestData.Integers([30, 1], 3, 2);

    public static Sequential Linear(params Metric[] metrics)
    {
        var model = new Sequential(3, seed: 1).Dense(1);
        model.Compile(new SGD(0.05f), "mse", metrics);
        return model;
    }

    /// <summary>A model that training does not change.</summary>
    public static Sequential Standing(Loss loss, params Metric[] metrics)
    {
        var model = new Sequential(3, seed: 1).Dense(1);
        model.Compile(new SGD(0), loss, metrics);
        return model;
    }

    /// <summary>A model whose training draws random numbers.</summary>
    public static Sequential Noisy()
    {
        var model = new Sequential(3, seed: 1).Dense(6, "relu").Dropout(0.3f).Dense(1, "sigmoid");
        model.Compile("adam", "bce");
        return model;
    }
}
