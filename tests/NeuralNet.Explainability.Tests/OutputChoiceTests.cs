using System.Text.Json;

namespace NeuralNet.Explainability.Tests;

/// <summary>Tests of the default output of explanations, its name, and models of the values before the final activation.</summary>
public class OutputChoiceTests
{
    private static readonly Tensor Background = Examples.Rows(20, 4, seed: 4);
    private static readonly Tensor X = Examples.Rows(30, 4, seed: 9);
    private static readonly string[] Classes = ["setosa", "versicolor", "virginica"];

    public static TheoryData<string> Methods => [.. ExplainerTests.All(Examples.Classifier("tanh"), Background).Keys];

    [Theory]
    [MemberData(nameof(Methods))]
    public void TheClassThatASoftmaxPredictsIsExplained(string method)
    {
        Sequential model = Labelled();
        Explainer explainer = ExplainerTests.All(model, Background)[method];
        AttributionSet set = explainer.ExplainRows(X, seed: 3);
        int[] predicted = [.. Enumerable.Range(0, 30).Select(row => ArgMax(model.Predict(X).Row(row).ToArray()))];
        Assert.True(predicted.Distinct().Count() > 1);
        for (int output = 0; output < 3; output++)
        {
            AttributionSet asked = explainer.ExplainRows(X, output, seed: 3);
            Assert.Equal((output, Classes[output]), (asked.Output, asked.OutputName));
            foreach (int row in Enumerable.Range(0, 30).Where(row => predicted[row] == output))
            {
                Assert.Equal((output, Classes[output]), (set[row].Output, set[row].OutputName));
                Examples.AssertClose(asked[row].Values, set[row].Values, 1e-5);
                Assert.Equal(output, explainer.Explain(Examples.Row(X, row)).Output);
            }
        }

        Assert.Null(set.Output);
        Assert.Contains("of the predicted classes over 30 rows", set.ToString(), StringComparison.Ordinal);
        Assert.Contains($"({set[0].OutputName}): prediction", set[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(set[0].OutputName, JsonDocument.Parse(set[0].ToJson()).RootElement.GetProperty("output_name").GetString());
    }

    [Fact]
    public void ARowThatIsAloneInItsClassDrawsAsAmongTheRows()
    {
        Sequential model = Labelled();
        int[] classes = [.. Enumerable.Range(0, 30).Select(i => ArgMax(model.Predict(X).Row(i).ToArray()))];
        int row = Array.FindIndex(classes, number => number != classes[0]);
        Tensor two = new([2, 4], [.. X.Row(0), .. X.Row(row)]);
        foreach (Explainer explainer in ExplainerTests.All(model, Background).Values)
        {
            AttributionSet set = explainer.ExplainRows(two, seed: 3);
            Examples.AssertClose(explainer.ExplainRows(two, set[1].Output, seed: 3)[1].Values, set[1].Values, 1e-6);
        }
    }

    [Fact]
    public void SeveralOutputsThatAreNotKnownAsClassesMustBeChosenFrom()
    {
        Sequential softmax = Labelled(), linear = new Sequential(4, seed: 1).Dense(3);
        Func<Tensor, Tensor> function = x => softmax.Predict(x);
        Examples.AssertError<ArgumentException>("output: 0 to 2", () => new KernelShap(function, Background).Explain(Examples.Row(X, 0)));
        Examples.AssertError<ArgumentException>("output: 0 to 2", () => new Occlusion(function).ExplainRows(X));
        Examples.AssertError<ArgumentException>("output: 0 to 2", () => new KernelShap(linear, Background).ExplainRows(X));
        Examples.AssertError<ArgumentException>("'sequential' has 3 outputs", () => new Saliency(linear).ExplainRows(X));
        Examples.AssertError<ArgumentException>("output: 0 to 2", () => PartialDependence.Of(softmax, X, "x1"));
        Examples.AssertError<ArgumentException>("output: 0 to 2", () => PartialDependence.Of(function, X, "x1"));
        linear.Labels = Classes;
        Assert.Equal(
            ArgMax(linear.Predict(X).Row(0).ToArray()), new Saliency(linear).ExplainRows(X)[0].Output);
        Assert.Equal("versicolor", PartialDependence.Of(softmax, X, "x1", output: 1).OutputName);
    }

    [Fact]
    public void ASingleOutputIsTheProbabilityOfTheSecondLabel()
    {
        Sequential model = new Sequential(4, seed: 1).Dense(1, "sigmoid");
        model.Labels = ["no", "yes"];
        Attribution attribution = new Saliency(model).Explain(Examples.Row(X, 0));
        Assert.Equal((0, "yes"), (attribution.Output, attribution.OutputName));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void TheNamesOfTheModelAreUsed(string method)
    {
        Sequential model = Labelled();
        model.FeatureNames = ["sepal length", "sepal width", "petal length", "petal width"];
        Explainer explainer = method == "Occlusion" ? new Occlusion(model) : ExplainerTests.All(model, Background)[method];
        Assert.Equal(model.FeatureNames, explainer.Explain(Examples.Row(X, 0)).Features.Names);
    }

    [Fact]
    public void NamesOfTheModelServeImportanceAndDependence()
    {
        Sequential model = Labelled();
        model.FeatureNames = ["a", "b", "c", "d"];
        Assert.Equal(["a", "b", "c", "d"], PermutationImportance.Of(model, X, new Tensor([30]), "accuracy").Features.Names);
        Assert.Equal("c", PartialDependence.Of(model, X, "c", output: 1).Feature);
        Model steps = new Sequential([2, 2], seed: 1).Flatten().Dense(1);
        steps.FeatureNames = ["age", "height"];
        Assert.Equal(["age[0]", "height[0]", "age[1]", "height[1]"], new Saliency(steps).Features!.Names);
    }

    [Fact]
    public void LogitsAreTheValuesBeforeTheLastActivation()
    {
        Sequential model = Labelled();
        Model logits = model.Logits();
        float[] z = logits.Predict(X).ToArray(), p = model.Predict(X).ToArray();
        for (int i = 0; i < z.Length; i++)
        {
            double sum = Enumerable.Range(i / 3 * 3, 3).Sum(k => Math.Exp(z[k]));
            Assert.Equal(Math.Exp(z[i]) / sum, p[i], 1e-5);
        }

        model.Parameters[5].SetValue(new float[] { 0, 0, 9 });
        Assert.NotEqual(z, logits.Predict(X).ToArray());
        Assert.Equal("virginica", new Saliency(logits).Explain(Examples.Row(X, 0)).OutputName);
        model.Labels = null;
        Assert.Equal(2, new Saliency(model.Logits()).Explain(Examples.Row(X, 0)).Output);
        foreach (Explainer explainer in ExplainerTests.All(logits, Background).Values)
        {
            double? residual = explainer.ExplainRows(X, output: 2).MaxResidual;
            Assert.True(residual is not > 0.02 || explainer is Lime or GradientShap, explainer.Method);
        }
    }

    [Fact]
    public void LogitsLeaveAnActivationLayerOut()
    {
        Sequential inner = new Sequential(4, seed: 5).Dense(3), softmax = new Sequential(4, seed: 5).Dense(3).Softmax();
        Sequential sigmoid = new Sequential(4, seed: 5).Dense(3).Activation("sigmoid");
        Assert.Equal(inner.Predict(X).ToArray(), sigmoid.Logits().Predict(X).ToArray());
        Assert.Equal(inner.Predict(X).ToArray(), softmax.Logits().Predict(X).ToArray());
        Examples.AssertError<InvalidOperationException>("no activation", inner.Logits);
        var input = new Input(4, seed: 1);
        Examples.AssertError<InvalidOperationException>(
            "2 outputs", new Model([input], [input.Dense(2, "softmax"), input.Dense(1)]).Logits);
    }

    [Fact]
    public void LogitsOfALoadedModelAreSavedAndLoaded()
    {
        Model logits = Labelled().Logits();
        using var stream = new MemoryStream();
        logits.Save(stream);
        stream.Position = 0;
        Assert.Equal(logits.Predict(X).ToArray(), Model.Load(stream).Predict(X).ToArray());
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(0, false)]
    public void ASaturatedSigmoidIsReported(float bias, bool isSaturated)
    {
        Sequential model = new Sequential(4, seed: 1).Dense(1, "sigmoid");
        model.Parameters[1].SetValue(new[] { bias });
        AttributionSet set = new IntegratedGradients(model).ExplainRows(X);
        Assert.Equal(isSaturated, set[0].Values.All(value => value == 0));
        Assert.Equal(isSaturated, set[0].Note is not null);
        Assert.Equal(isSaturated, set[0].ToString().Contains("saturated", StringComparison.Ordinal));
        Assert.Equal(isSaturated, set.ToString().Contains("Note on 30 rows", StringComparison.Ordinal));
        Assert.Equal(isSaturated, JsonDocument.Parse(set[0].ToJson()).RootElement.TryGetProperty("note", out _));
        Attribution logits = new IntegratedGradients(model.Logits()).Explain(Examples.Row(X, 0));
        Assert.Null(logits.Note);
        Assert.Equal(logits.Prediction - bias, logits.Sum, 1e-4);
    }

    [Fact]
    public void TheTableOfManyRowsShowsTheMaxResidual()
    {
        AttributionSet set = new IntegratedGradients(Labelled(), steps: 2).ExplainRows(X, output: 1);
        double expected = set.Max(attribution => Math.Abs(attribution.Residual!.Value));
        Assert.True(expected > 0);
        Assert.Equal(expected, set.MaxResidual);
        Assert.Contains(
            $"over 30 rows: mean |attribution|, maximum residual {BarTable.Number(expected)}", set.ToString(), StringComparison.Ordinal);
        Assert.Equal(expected, JsonDocument.Parse(set.ToJson()).RootElement.GetProperty("max_residual").GetDouble());
    }

    private static Sequential Labelled()
    {
        Sequential model = Examples.Classifier("tanh");
        model.Labels = Classes;
        return model;
    }

    private static int ArgMax(float[] values) => Array.IndexOf(values, values.Max());
}
