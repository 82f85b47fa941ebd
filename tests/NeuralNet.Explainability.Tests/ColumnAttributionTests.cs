using System.Text.Json.Nodes;
using NeuralNet.Tests;

namespace NeuralNet.Explainability.Tests;

/// <summary>Tests of explanations by the columns that a row was encoded from.</summary>
public class ColumnAttributionTests
{
    private static readonly float[] Weights = [2, -1, 0.5f, 3, 4, 7];
    private static readonly Row Thing = new() { ["size"] = 2, ["name"] = "box", ["color"] = "green" };

    private static readonly ArrayRows People = new ArrayRows()
        .Numbers("age", 39, 25, null, 61, 48, 33).Texts("job", "nurse", "cook", "nurse", "clerk", null, "cook")
        .Numbers("height", 1.6, 1.9, 1.75, 1.5, 1.82, 1.7).Texts("city", "Rome", "Oslo", "Rome", "Oslo", "Rome", "Bern");

    public static TheoryData<string> Methods => [.. ExplainerTests.All(LinearModel(), Background()).Keys];

    [Fact]
    public void TheFeaturesOfAModelWithAnEncoderAreGroupsByColumn()
    {
        Attribution attribution = new InputXGradient(LinearModel()).Explain(Encoded(Thing));
        Assert.Equal(["color", "size", "color × size", "turn"], attribution.Features.Names);
        Assert.Equal([-1, 6, 16, 7], attribution.Values);
        Assert.Equal([0, 1, 2], attribution.Features.Columns(0));
        Assert.Contains(attribution.Ranking, entry => entry is { Name: "color", Content: "color = green" });
    }

    /// <summary>The value of the cross, 4·2·2, is divided evenly between color and size.</summary>
    [Fact]
    public void ALinearModelHasTheValuesOfItsColumns()
    {
        Attribution attribution = new InputXGradient(LinearModel()).Explain(Thing);
        Assert.Equal(["color", "size", "turn"], attribution.Features.Names);
        Assert.Equal([-1 + 8, 6 + 8, 7], attribution.Values);
        Assert.Equal(28.25, attribution.Prediction, 1e-6);
        Assert.Equal(
            [new("size", "2", 14), new("color", "green", 7), new("turn", "", 7)], attribution.Ranking);
        Assert.Equal(28, attribution.ToTensor().ToArray().Sum(), 1e-5f);
        Assert.Contains("green", attribution.ToString(), StringComparison.Ordinal);
        JsonNode json = JsonNode.Parse(attribution.ToJson())!;
        Assert.Equal(("color", "green", 7.0), ((string)json["features"]![0]!["name"]!, (string)json["features"]![0]!["is"]!,
            (double)json["features"]![0]!["attribution"]!));
    }

    [Fact]
    public void AnExplanationOfAnEncodedRowIsSummedByColumn()
    {
        Attribution encoded = new InputXGradient(LinearModel()).Explain(Encoded(Thing));
        Attribution columns = encoded.ByColumn();
        Assert.Equal(new InputXGradient(LinearModel()).Explain(Thing).Values, columns.Values);
        Assert.Equal(
            [new("size", "2, 4", 14), new("color", "color = green, 4", 7), new("turn", "1", 7)], columns.Ranking);
        Assert.Equal([3, 4], columns.Features.Columns(1));
        Assert.Throws<InvalidOperationException>(columns.ByColumn);
    }

    /// <summary>prediction = base + sum + residual, before and after.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void TheSumStaysTheSame(string method)
    {
        Sequential model = new Sequential(new CrossEncoder(), seed: 3).Dense(9, "tanh").Dense(2, "softmax");
        Explainer explainer = ExplainerTests.All(model, Background())[method];
        IRows rows = new ArrayRows().Texts("color", "red", "blue", "green").Numbers("size", 1.5, -1, null);
        AttributionSet encoded = explainer.ExplainRows(model.Encode(rows)[0], seed: 5), columns = explainer.ExplainRows(rows, seed: 5);
        Assert.Equal(["color", "size", "turn"], columns.Features.Names);
        for (int row = 0; row < 3; row++)
        {
            Assert.Equal(encoded[row].Sum, columns[row].Sum, 1e-9);
            Assert.Equal(encoded[row].BaseValue, columns[row].BaseValue);
            Assert.Equal(encoded[row].LocalFidelity, columns[row].LocalFidelity);
            Assert.Null(columns[row].StandardErrors);
            Assert.Equal(encoded[row].ByColumn().Values, columns[row].Values);
            Assert.Equal(encoded[row].Sum, columns[row].ToTensor().ToArray().Sum(value => (double)value), 1e-5);
        }

        Assert.Equal(columns.Mean, encoded.ByColumn().Mean);
        Assert.Equal(
            ["blue", "-1"], [columns[1].Ranking.Single(entry => entry.Name == "color").Content,
            columns[1].Ranking.Single(entry => entry.Name == "size").Content]);
        Assert.Equal("missing", columns[2].Ranking.Single(entry => entry.Name == "size").Content);
        Assert.Equal(explainer.Explain(rows.Gather(0), seed: 5).Values, explainer.Explain(model.Encode(rows.Gather(0))[0], seed: 5).ByColumn().Values);
    }

    /// <summary>The Shapley values of a game whose players are the columns: each takes its raw value from the row or the background.</summary>
    [Fact]
    public void ExactShapleyIsThatOfTheRawColumns()
    {
        Sequential model = PeopleModel(Space());
        var row = new Row { ["height"] = 1.78, ["job"] = "pilot", ["age"] = double.NaN, ["city"] = "Oslo" };
        Attribution attribution = new ExactShapley(model, model.Encode(People)[0]).Explain(row, output: 1);
        double[] expected = ShapleyOfColumns(model, row, ["age", "height", "job"], output: 1);
        Assert.Equal(["age", "height", "job"], attribution.Features.Names);
        Examples.AssertClose(expected, attribution.Values, 1e-6);
        Assert.Equal(attribution.Prediction, attribution.BaseValue!.Value + attribution.Sum, 1e-9);
        Assert.Equal(model.Predict(row)[0, 1], attribution.Prediction, 1e-9);
        Assert.Equal(["missing", "1.78", "pilot"], attribution.Features.Names.Select(
            name => attribution.Ranking.Single(entry => entry.Name == name).Content));
    }

    [Fact]
    public void StandardErrorsRemainWhereNoValuesAreSummed()
    {
        Sequential model = PeopleModel(Space());
        var explainer = new GradientShap(model, model.Encode(People)[0]);
        AttributionSet encoded = explainer.ExplainRows(model.Encode(People)[0], output: 0), columns = explainer.ExplainRows(People, output: 0);
        Assert.Equal(["age", "height", "job"], encoded.Features.Names);
        Assert.NotNull(encoded[0].StandardErrors);
        Assert.Equal(encoded[0].StandardErrors, columns[0].StandardErrors);
        Assert.Null(new GradientShap(model, model.Encode(People)[0], features: new Features([.. model.FeatureNames!]))
            .ExplainRows(People, output: 0)[0].StandardErrors);
    }

    /// <summary>A group of the caller across columns is divided evenly among them.</summary>
    [Fact]
    public void AGroupOfTheCallerIsDividedAmongItsColumns()
    {
        Features features = new Features([.. LinearModel().FeatureNames!]).Group("thing", 0, 1, 2, 3);
        Attribution attribution = new InputXGradient(LinearModel(), features).Explain(Thing);
        Assert.Equal([2.5 + 8, 2.5 + 8, 7], attribution.Values);
    }

    [Fact]
    public void LogitsHaveTheEncodersOfTheModel()
    {
        Sequential model = PeopleModel(Space());
        Attribution attribution = new IntegratedGradients(model.Logits()).Explain(People.Gather(1), output: 0);
        Assert.Equal(["age", "height", "job"], attribution.Features.Names);
    }

    [Fact]
    public void ALongTextIsCutInTheTableOnly()
    {
        Sequential model = new Sequential(new LettersEncoder(), seed: 1).Embedding(30, 3).GlobalAveragePooling1D().Dense(1);
        string text = new('b', 100);
        Attribution attribution = new Occlusion(model).Explain(new Row { ["text"] = text });
        Assert.Contains($" {text[..39]}… ", attribution.ToString(), StringComparison.Ordinal);
        Assert.Contains(text, attribution.ToJson(), StringComparison.Ordinal);
    }

    /// <summary>All tokens are made of one column, so that by default each is a feature.</summary>
    [Fact]
    public void ValuesOfASingleColumnRemainFeatures()
    {
        Sequential model = new Sequential(new LettersEncoder(), seed: 1).Embedding(30, 3).GlobalAveragePooling1D().Dense(1);
        var row = new Row { ["text"] = "abca" };
        Attribution tokens = new Occlusion(model).Explain(model.Encode(row)[0]);
        Assert.Equal(4, tokens.Features.Count);
        Attribution columns = new Occlusion(model).Explain(row);
        Assert.Equal([new("text", "abca", tokens.Sum)], columns.Ranking);
    }

    [Fact]
    public void AFeatureSpaceWithACrossIsExplainedByColumn()
    {
        FeatureSpace space = new FeatureSpace()
            .FloatNormalized("age", missing: MissingValues.Mean).StringCategorical("job", missing: MissingValues.OwnCategory)
            .StringCategorical("city").Cross(["job", "city"], crossingDim: 8).Adapt(People);
        Sequential model = new Sequential(space, seed: 2).Dense(1);
        var explainer = new ExactShapley(model, model.Encode(People)[0]);
        AttributionSet encoded = explainer.ExplainRows(model.Encode(People)[0]), columns = explainer.ExplainRows(People);
        Assert.Equal(["age", "city", "job", "city × job"], encoded.Features.Names.Select(name => name == "job × city" ? "city × job" : name));
        for (int row = 0; row < People.RowCount; row++)
        {
            Assert.Equal(encoded[row]["job"] + encoded[row].Values[3] / 2, columns[row]["job"], 1e-12);
            Assert.Equal(encoded[row]["city"] + encoded[row].Values[3] / 2, columns[row]["city"], 1e-12);
            Assert.Equal(encoded[row]["age"], columns[row]["age"], 1e-12);
        }
    }

    [Fact]
    public void TheImportanceOfAColumnShufflesAllItsValues()
    {
        Sequential model = LinearModel();
        Tensor x = Background(), y = model.Predict(x);
        PermutationImportance importance = PermutationImportance.Of(model, x, y, Metric.MeanSquaredError);
        Assert.Equal(["color", "size", "color × size", "turn"], importance.Features.Names);
        PermutationImportance grouped = PermutationImportance.Of(
            x => model.Predict(x), x, y, Metric.MeanSquaredError, features: new Features("r", "g", "b", "s", "x", "o").Group("c", 0, 1, 2));
        Assert.Equal(grouped.Means, importance.Means);
    }

    [Fact]
    public void TheDependenceOnAColumnTakesItsCategories()
    {
        Sequential model = PeopleModel(Space());
        Tensor x = model.Encode(People)[0];
        PartialDependence job = PartialDependence.Of(model, x, "job", output: 0);
        Assert.Equal(["job unknown", "job = nurse", "job = cook", "job = clerk", "job missing"], job.GridLabels);
        Func<Tensor, Tensor> predict = rows => model.Predict(rows);
        Features values = new([.. model.FeatureNames!]);
        foreach (string value in new[] { "age", "job = cook" })
        {
            PartialDependence expected = PartialDependence.Of(predict, x, value, output: 0, features: values);
            Assert.Equal(expected.Curves.ToArray(), PartialDependence.Of(model, x, value, output: 0).Curves.ToArray());
        }

        Examples.AssertError<ArgumentException>("age, height, job", () => PartialDependence.Of(model, x, "work", output: 0));
    }

    [Fact]
    public void WrongUseIsExplained()
    {
        Sequential model = LinearModel();
        var explainer = new InputXGradient(model);
        Examples.AssertError<ArgumentException>("2 rows", () => explainer.Explain(((IRows)Thing).Gather(0, 0)));
        Examples.AssertError<ArgumentException>("no rows", () => explainer.ExplainRows(((IRows)Thing).Gather()));
        Examples.AssertError<ArgumentException>("'size'", () => explainer.Explain(new Row { ["color"] = "red" }));
        Examples.AssertError<InvalidOperationException>("no encoders", () => new Saliency(Examples.Linear()).Explain(Thing));
        Examples.AssertError<InvalidOperationException>(
            "a function", () => new KernelShap(x => model.Predict(x), Background()).Explain(Thing));
        Examples.AssertError<InvalidOperationException>(
            "Encoders", () => new Saliency(Examples.Linear()).Explain(new float[] { 1, 2, 3, 4 }).ByColumn());
        Assert.Throws<ArgumentNullException>(() => explainer.Explain((IRows)null!));
        Assert.Throws<ArgumentNullException>(() => explainer.ExplainRows((IRows)null!));
        Features columns = explainer.Explain(Thing).Features;
        Examples.AssertError<ArgumentException>("share a cross", () => new KernelShap(model, Background(), features: columns));
    }

    [Fact]
    public void EqualNamesAreNumbered()
    {
        FeatureSpace space = new FeatureSpace().Float("a × b").StringCategorical("a").StringCategorical("b").Cross(["a", "b"], 4)
            .Adapt(new ArrayRows().Numbers("a × b", 1, 2).Texts("a", "x", "y").Texts("b", "u", "v"));
        var explainer = new InputXGradient(new Sequential(space).Dense(1));
        var row = new Row { ["a × b"] = 3, ["a"] = "x", ["b"] = "v" };
        Assert.Equal(["a[0]", "a × b[1]", "b[2]", "a × b[3]"], explainer.Explain(space.Encode(row)).Features.Names);
        Assert.Equal(["a", "a × b", "b"], explainer.Explain(row).Features.Names);
    }

    [Fact]
    public void TheCodeOfTheReadmeIsCompiledAndRuns()
    {
        string code = ReadmeTests.FileOf("tests", "NeuralNet.Explainability.Tests", "Readme", "ColumnsCode.cs")
            .Split("// <readme>\n")[1].Split("        // </readme>")[0];
        string block = string.Join('\n', code.Split('\n').Select(line => line.Length > 8 ? line[8..] : ""));
        Assert.Contains($"```csharp\n{block}```", ReadmeTests.FileOf("src", "NeuralNet.Explainability", "README.md"), StringComparison.Ordinal);

        TextWriter console = Console.Out;
        Console.SetOut(TextWriter.Null);
        (Attribution why, AttributionSet all, Model customers) = ColumnsCode.Run(People);
        Console.SetOut(console);
        Assert.Equal(["age", "city", "job"], why.Features.Names.Order());
        Assert.Contains(why.Ranking, entry => entry is { Name: "age", Content: "missing" });
        Assert.Contains(why.Ranking, entry => entry is { Name: "job", Content: "nurse" });
        Assert.Equal(0, why.Residual!.Value, 1e-6);
        Assert.Equal(customers.Predict(People)[5, 0], all[5].Prediction, 1e-6);
    }

    private static Sequential LinearModel()
    {
        Sequential model = new Sequential(new CrossEncoder(), seed: 1).Dense(1);
        model.Parameters[0].SetValue(new Tensor([6, 1], Weights));
        model.Parameters[1].SetValue(new float[] { 0.25f });
        return model;
    }

    private static Tensor Background()
    {
        string[] colors = ["red", "green", "blue"];
        return new CrossEncoder().Encode(new ArrayRows()
            .Texts("color", [.. Enumerable.Range(0, 12).Select(row => colors[row % 3])])
            .Numbers("size", [.. Enumerable.Range(0, 12).Select(row => (double?)(row * row % 7 - 2))]));
    }

    private static Tensor Encoded(Row row) => LinearModel().Encode(row)[0];

    private static FeatureSpace Space() => new FeatureSpace()
        .FloatNormalized("age", missing: MissingValues.Indicator).StringCategorical("job", missing: MissingValues.OwnCategory)
        .FloatDiscretized("height", [1.6f, 1.8f]).Adapt(People);

    private static Sequential PeopleModel(FeatureSpace space) => new Sequential(space, seed: 4).Dense(7, "tanh").Dense(2, "softmax");

    private static double[] ShapleyOfColumns(Model model, Row row, string[] columns, int output)
    {
        double[] values = new double[columns.Length];
        foreach (int[] order in new int[][] { [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0] })
        {
            double before = Worth([]);
            for (int i = 0; i < order.Length; i++)
            {
                double after = Worth(order[..(i + 1)]);
                values[order[i]] += (after - before) / 6;
                before = after;
            }
        }

        return values;

        double Worth(int[] coalition) => Enumerable.Range(0, People.RowCount).Average(other =>
        {
            var mixed = new Row();
            for (int i = 0; i < columns.Length; i++)
                mixed[columns[i]] = coalition.Contains(i) ? row[columns[i]] : ValueOf(People.FindColumn(columns[i])!, other);
            return (double)model.Predict(mixed)[0, output];
        });
    }

    private static RowValue ValueOf(Column column, int row) =>
        column.IsNumeric ? column.GetNumber(row) : column.IsMissing(row) ? (string?)null : column.GetText(row);

    /// <summary>An encoder of the letters of a text, of any length.</summary>
    private sealed class LettersEncoder : InputEncoder
    {
        public override IReadOnlyList<string> Columns => ["text"];

        public override IReadOnlyList<EncodedInput> Inputs => [new("letters", [Shape.Open], [new("letter", ["text"])])];

        protected override IReadOnlyList<Tensor> EncodeCore(IRows rows)
        {
            string text = rows.FindColumn("text")!.GetText(0);
            return [new Tensor([1, text.Length], [.. text.Select(letter => (float)(letter - 'a'))])];
        }

        protected override void WriteTo(Configuration configuration)
        {
        }
    }
}
