namespace NeuralNet.Explainability.Tests;

/// <summary>
/// Tests of explanations of several rows through a BatchNormalization whose γ, β and moving statistics are not the initial ones: one
/// forward pass over the background is followed by a backward pass for each row.
/// </summary>
public class TrainedNormalizationTests
{
    private static readonly Tensor Rows = Examples.Rows(5, 4, seed: 6), Background = Examples.Rows(30, 4, seed: 4);

    public static TheoryData<string, Func<Model>> Models => new()
    {
        { "normalization first", () => Trained(new Sequential(4, seed: 2).BatchNormalization().Dense(6, "tanh").Dense(2)) },
        { "normalization within", () => Trained(new Sequential(4, seed: 2).Dense(6, "relu").BatchNormalization().Dense(2, "softmax")) },
        { "two normalizations", () => Trained(new Sequential(4, seed: 2).BatchNormalization().Dense(5).BatchNormalization().Activation("gelu").Dense(2)) },
    };

    /// <summary>
    /// y = w·(γ·(x − μ)/√(σ² + ε) + β) + b is linear: each value is its slope times the distance from the background's mean.
    /// </summary>
    [Fact]
    public void OfALinearModelEachRowHasItsClosedForm()
    {
        Model model = Trained(new Sequential(4, seed: 2).BatchNormalization(epsilon: 0.01f).Dense(1));
        Tensor gamma = model.Parameters[0].Value, variance = model.Parameters[3].Value, kernel = model.Parameters[4].Value;
        var deepShap = new DeepShap(model, Background);
        foreach (GradientExplainer explainer in (GradientExplainer[])[deepShap, new SmoothGrad(deepShap, noise: 0, samples: 3)])
        {
            AttributionSet set = explainer.ExplainRows(Rows);
            for (int row = 0; row < set.Count; row++)
            {
                double[] expected = [.. Enumerable.Range(0, 4).Select(i => kernel[i, 0] * gamma[i] / Math.Sqrt(variance[i] + 0.01)
                    * (Rows[row, i] - Enumerable.Range(0, 30).Average(other => (double)Background[other, i])))];
                Examples.AssertClose(expected, set[row].Values, 1e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void RowsTogetherAreExplainedAsEachAlone(string what, Func<Model> make)
    {
        var deepShap = new DeepShap(make(), Background);
        var smooth = new SmoothGrad(deepShap, noise: 0, samples: 3);
        AttributionSet together = deepShap.ExplainRows(Rows, output: 1), smoothed = smooth.ExplainRows(Rows, output: 1);
        for (int row = 0; row < together.Count; row++)
        {
            Attribution alone = new DeepShap(deepShap.Model, Background).Explain(Examples.Row(Rows, row), output: 1);
            Examples.AssertClose(alone.Values, together[row].Values, 1e-6);
            Examples.AssertClose(alone.Values, smoothed[row].Values, 1e-6);
            Examples.AssertClose(alone.Values, smooth.Explain(Examples.Row(Rows, row), output: 1).Values, 1e-6);
            Assert.True(Math.Abs(together[row].Residual!.Value) < 2e-5, $"{what}: residual {together[row].Residual}");
        }
    }

    /// <summary>Gives each normalization the values that training might have given it.</summary>
    private static Sequential Trained(Sequential model)
    {
        foreach (Layer layer in model.Layers.Where(layer => layer is BatchNormalization))
        {
            Set(layer.Parameters[0], i => 0.4f + 0.5f * i);
            Set(layer.Parameters[1], i => 0.3f - 0.2f * i);
            Set(layer.Parameters[2], i => 0.1f * i);
            Set(layer.Parameters[3], i => 0.5f + 0.7f * i);
        }

        return model;
    }

    private static void Set(Parameter parameter, Func<int, float> value) =>
        parameter.SetValue(new Tensor(parameter.Shape, [.. Enumerable.Range(0, parameter.Shape.Size).Select(value)]));
}
