using System.Globalization;
using System.Text.Json;

namespace NeuralNet.Explainability.Tests;

public class AttributionTests
{
    private static readonly Features Names = new("a", "b", "c", "d");

    [Fact]
    public void TheTableShowsTheGreatestFirst()
    {
        Attribution attribution = new IntegratedGradients(Examples.Linear(), features: Names).Explain(new float[] { 1, 2, 4, -1 });
        string[] lines = attribution.ToString().Split(Environment.NewLine);
        Assert.Equal("Integrated gradients of output 0: prediction -0.7500 = base 0.2500 -1.0000, residual 0.0000", lines[0]);
        Assert.Equal("feature  is  attribution", lines[1]);
        Assert.Equal("d        -1      -3.0000  ░░░░░░░░░░░░░░░░░░░░░░░░", lines[2]);
        Assert.Equal("a        1       +2.0000  ████████████████", lines[3]);
    }

    [Fact]
    public void TextAndJsonDoNotDependOnTheCulture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        Attribution attribution = new KernelShap(Examples.Linear().Predict, Examples.Rows(5, 4, 1), features: Names).Explain(new float[] { 1.5f, 2, 4, -1 });
        (string text, string json) = (attribution.ToString(), attribution.ToJson());
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(text, attribution.ToString());
            Assert.Equal(json, attribution.ToJson());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void JsonHoldsTheSameNumbers()
    {
        Attribution attribution = new KernelShap(Examples.Linear().Predict, Examples.Rows(5, 4, 1), features: Names).Explain(new float[] { 1, 2, 4, -1 });
        JsonElement root = JsonDocument.Parse(attribution.ToJson()).RootElement;
        Assert.Equal("KernelSHAP", root.GetProperty("method").GetString());
        Assert.Equal(attribution.Prediction, root.GetProperty("prediction").GetDouble());
        Assert.Equal(attribution.BaseValue, root.GetProperty("base_value").GetDouble());
        Assert.Equal(attribution.Values, root.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("attribution").GetDouble()));
        Assert.Equal(Names.Names, root.GetProperty("features").EnumerateArray().Select(feature => feature.GetProperty("name").GetString()));
    }

    [Fact]
    public void ImportanceIsTheMeanOfTheSizes()
    {
        Tensor x = Examples.Rows(6, 4, seed: 2);
        AttributionSet set = new InputXGradient(Examples.Linear(), Names).ExplainRows(x);
        for (int feature = 0; feature < 4; feature++)
        {
            double expected = Enumerable.Range(0, 6).Average(row => Math.Abs(Examples.Weights[feature] * x[row, feature]));
            Assert.Equal(expected, set.Importance[feature], 1e-6);
            Assert.Equal(set.Average(attribution => attribution.Values[feature]), set.Mean[feature], 1e-12);
        }

        Assert.Equal(set.Importance.Max(), set.Ranking[0].Importance);
        Assert.Equal(6, JsonDocument.Parse(set.ToJson()).RootElement.GetProperty("rows").GetArrayLength());
        Assert.Contains("over 6 rows", set.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AMapKeepsTheShapeAndTheSum()
    {
        Model model = new Sequential([4, 4], seed: 1).Flatten().Dense(1);
        Attribution attribution = new Occlusion(model.Predict, Features.Patches([4, 4], 2)).Explain(Examples.Rows(4, 4, seed: 1));
        Tensor map = attribution.ToTensor();
        Assert.Equal([4, 4], map.Shape);
        Assert.Equal(attribution.Sum, map.ToArray().Sum(), 1e-5);
        Assert.Equal(map[0, 0], map[1, 1]);
    }

    [Fact]
    public void RowsAreExplainedAsEachAlone()
    {
        Tensor x = Examples.Rows(3, 4, seed: 2), background = Examples.Rows(8, 4, seed: 3);
        var explainer = new KernelShap(Examples.Classifier("tanh").Predict, background);
        AttributionSet set = explainer.ExplainRows(x, output: 1);
        for (int row = 0; row < 3; row++)
            Assert.Equal(explainer.Explain(Examples.Row(x, row), output: 1).Values, set[row].Values);
    }
}
