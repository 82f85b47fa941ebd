namespace NeuralNet.Aot;

/// <summary>Runs predictors: narrow and wide dense layers, folded normalization, and layers that run as in the model.</summary>
internal static class Serving
{
    public static void Run()
    {
        Tensor x = Data.Clouds(70, seed: 5).X;
        foreach (int units in (int[])[8, 90])
        {
            Sequential model = new Sequential(2, seed: 6)
                .Dense(units, "tanh").Dropout(0.5f).Dense(units).BatchNormalization().Activation("relu").Dense(3, "softmax");
            Check(model, x);
            Check(new Sequential(2, seed: 6).Dense(units, "gelu").LayerNormalization().Dense(3), x);
        }
    }

    private static void Check(Sequential model, Tensor x)
    {
        Predictor predictor = model.ToPredictor();
        Tensor expected = model.Predict(x);
        Require.Close(expected, predictor.Predict(x), 1e-5);
        float[] row = new float[3];
        predictor.Predict(x.Row(3), row);
        Require.Close(expected[3..4], new Tensor([1, 3], row), 1e-5);
        Require.True(predictor.Memory > 0);
    }
}
