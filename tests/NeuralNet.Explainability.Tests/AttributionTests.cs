using System.Globalization;
using System.Text.Json;

namespace NeuralNet.Explainability.Tests;

public class AttributionTests
{
    private static readonly Features Names = new("a", "b", "c", "d");

    [Fact]
    public void TheTableIsInDescendingOrder()
    {
        Attribution attribution = new IntegratedGradients(Examples.Linear(), features: Names).Explain(new float[] { 1, 2, 4, -1 });
        string[] lines = attribution.ToString().Split(Environment.NewLine);
        Assert.Equal("Integrated gradients of output 0: prediction -0.7500 = base 0.2500 -1.0000, residual 0.0000", lines[0]);
        Assert.Equal("feature  is  attribution", lines[1]);
        Assert.Equal("d        -1      -3.0000  ░░░░░░░░░░░░░░░░░░░░░░░░", lines[2]);
        Assert.Equal("a        1       +2.0000  ████████████████", lines[3]);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("sv-SE")]
    [InlineData("fa-IR")]
    public void TextAndJsonDoNotDependOnTheCulture(string culture)
    {
        string[] expected = Texts();
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            Assert.Equal(expected, Texts());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.All(expected, text => Assert.Matches(@"\d\.\d|dead", text));
    }

    public static TheoryData<string> Methods => [.. ExplainerTests.All(Examples.Classifier("tanh"), Examples.Rows(9, 4, 1), Names).Keys];

    /// <summary>The schema: the members, their kinds, and the same numbers to the last bit.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void JsonHoldsTheSameNumbers(string method)
    {
        Attribution attribution = ExplainerTests.All(Examples.Classifier("tanh"), Examples.Rows(9, 4, 1), Names)[method]
            .Explain(new float[] { 1, 2, 4, -1 }, output: 2);
        JsonElement root = JsonDocument.Parse(attribution.ToJson()).RootElement;
        List<string> members = ["method", "output", "prediction"];
        if (attribution.BaseValue is not null)
            members.AddRange(["base_value", "residual"]);
        if (attribution.LocalFidelity is not null)
            members.Add("local_fidelity");
        Assert.Equal([.. members, "features"], root.EnumerateObject().Select(member => member.Name));
        Assert.Equal(method, root.GetProperty("method").GetString());
        Assert.Equal(2, root.GetProperty("output").GetInt32());
        Assert.Equal(attribution.Prediction, root.GetProperty("prediction").GetDouble());
        Assert.Equal(attribution.BaseValue, Optional(root, "base_value"));
        Assert.Equal(attribution.Residual, Optional(root, "residual"));
        Assert.Equal(attribution.LocalFidelity, Optional(root, "local_fidelity"));

        JsonElement[] features = [.. root.GetProperty("features").EnumerateArray()];
        string[] parts = attribution.StandardErrors is null
            ? ["name", "is", "attribution"]
            : ["name", "is", "attribution", "standard_error"];
        Assert.Equal(4, features.Length);
        for (int feature = 0; feature < 4; feature++)
        {
            FeatureAttribution entry = attribution.Ranking.Single(ranked => ranked.Name == Names.Names[feature]);
            Assert.Equal(parts, features[feature].EnumerateObject().Select(member => member.Name));
            Assert.Equal(entry.Name, features[feature].GetProperty("name").GetString());
            Assert.Equal(entry.Content, features[feature].GetProperty("is").GetString());
            Assert.Equal(attribution.Values[feature], features[feature].GetProperty("attribution").GetDouble());
            Assert.Equal(attribution.StandardErrors?[feature], Optional(features[feature], "standard_error"));
        }
    }

    [Fact]
    public void JsonOfManyRowsHoldsTheAveragesAndEachRow()
    {
        var names = new Features("\"a\"\n", "ä 漢 🦋", "c", "d");
        AttributionSet set = new InputXGradient(Examples.Linear(), names).ExplainRows(Examples.Rows(3, 4, 2));
        JsonElement root = JsonDocument.Parse(set.ToJson()).RootElement;
        Assert.Equal(["features", "rows"], root.EnumerateObject().Select(member => member.Name));
        JsonElement[] features = [.. root.GetProperty("features").EnumerateArray()];
        Assert.Equal(set.Features.Names, features.Select(feature => feature.GetProperty("name").GetString()));
        Assert.Equal(set.Importance, features.Select(feature => feature.GetProperty("importance").GetDouble()));
        Assert.Equal(set.Mean, features.Select(feature => feature.GetProperty("mean").GetDouble()));
        JsonElement[] rows = [.. root.GetProperty("rows").EnumerateArray()];
        Assert.Equal(3, rows.Length);
        Assert.All(rows.Zip(set), pair =>
            Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(pair.Second.ToJson()).RootElement, pair.First)));
    }

    /// <summary>One-hot columns of one category are one feature, named by the column that is set.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void ACategoryIsOneFeature(string method)
    {
        Tensor background = Examples.Rows(30, 4, seed: 1);
        for (int row = 0; row < 30; row++)
        {
            for (int column = 1; column < 4; column++)
                background[row, column] = row % 3 == column - 1 ? 1 : 0;
        }

        Features features = new Features("age", "red", "green", "blue").Group("colour", "red", "green", "blue");
        Attribution attribution = ExplainerTests.All(Examples.Classifier("tanh"), background, features)[method]
            .Explain(new float[] { 0.5f, 0, 1, 0 }, output: 1);
        Assert.Equal(["age", "colour"], attribution.Features.Names);
        Assert.Contains(attribution.Ranking, entry => entry is { Name: "colour", Content: "green" });
        Assert.NotEqual(0, attribution["colour"]);
        Assert.Contains("green", attribution.ToString(), StringComparison.Ordinal);
        Tensor map = attribution.ToTensor();
        Assert.Equal(attribution["colour"] / 3, map[1], 1e-6);
        Assert.Equal(map[1], map[3]);
    }

    [Fact]
    public void EqualValuesKeepTheirOrder()
    {
        Model model = new Sequential(4, seed: 1).Dense(1, kernelInitializer: "ones");
        AttributionSet set = new InputXGradient(model, Names).ExplainRows(new float[,] { { 1, -1, 3, 1 } });
        Assert.Equal(["c", "a", "b", "d"], set[0].Ranking.Select(entry => entry.Name));
        Assert.Equal(["c", "a", "b", "d"], set.Ranking.Select(entry => entry.Name));
        Assert.Equal([1, -1, 3, 1], set.Mean);
        Assert.Equal([1, 1, 3, 1], set.Importance);
        Assert.Equal(4, set[0].Sum);
    }

    [Fact]
    public void ImportanceIsTheMeanOfTheAbsoluteValues()
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

    /// <summary>Returns all texts for people and programs.</summary>
    private static string[] Texts()
    {
        Model model = Examples.Classifier("tanh");
        Tensor background = Examples.Rows(20, 4, 1);
        AttributionSet[] sets = [.. ExplainerTests.All(model, background, Names).Values
            .Select(explainer => explainer.ExplainRows(background, output: 1))];
        return
        [
            .. sets.SelectMany(set => new[] { set.ToString(), set.ToJson(), set[0].ToString(), set[0].ToJson() }),
            PermutationImportance.Of(model.Predict, background, model.Predict(background), "mse", features: Names).ToString(),
            PartialDependence.Of(model.Predict, background, "b", output: 0, features: Names).ToString(),
            new ActivationRecorder(model).Record(background).ToString(), DeadNeuronReport.Of(model, background).ToString(),
        ];
    }

    private static double? Optional(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : null;
}
