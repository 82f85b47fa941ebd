using System.Collections;

namespace NeuralNet.Explainability;

/// <summary>The explanations of many rows, and the importance of each feature over all of them.</summary>
public sealed class AttributionSet : IReadOnlyList<Attribution>
{
    private readonly IReadOnlyList<Attribution> attributions;

    internal AttributionSet(IReadOnlyList<Attribution> attributions)
    {
        this.attributions = attributions;
        Features = attributions[0].Features;
        Output = attributions.All(attribution => attribution.Output == attributions[0].Output) ? attributions[0].Output : null;
        Importance = Average(Math.Abs);
        Mean = Average(value => value);
    }

    /// <summary>The number of rows.</summary>
    public int Count => attributions.Count;

    /// <summary>Gets the explanation of a row.</summary>
    public Attribution this[int row] => attributions[row];

    /// <summary>The features that the values belong to.</summary>
    public Features Features { get; }

    /// <summary>The number of the output that is explained; null if it differs from row to row, as the predicted class does.</summary>
    public int? Output { get; }

    /// <summary>The label of the output; null if the model has none or the output differs from row to row.</summary>
    public string? OutputName => Output is null ? null : attributions[0].OutputName;

    /// <summary>Global importance: the mean over the rows of |value|, for each feature.</summary>
    public IReadOnlyList<double> Importance { get; }

    /// <summary>The mean over the rows of the value, for each feature: positive if the feature raises the output on average.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>The maximum absolute residual of all rows; null for methods without a base value.</summary>
    public double? MaxResidual =>
        attributions.Max(attribution => attribution.Residual is { } residual ? Math.Abs(residual) : (double?)null);

    /// <summary>The features by their importance, in descending order.</summary>
    public IReadOnlyList<(string Name, double Importance)> Ranking =>
        [.. Features.Names.Zip(Importance).OrderByDescending(pair => pair.Second).Select(pair => (pair.First, pair.Second))];

    /// <summary>Returns the explanations by the columns that the rows were encoded from; see <see cref="Attribution.ByColumn"/>.</summary>
    /// <exception cref="InvalidOperationException">
    /// The explainer was not created with a model that has encoders, or the explanations are by columns already.
    /// </exception>
    public AttributionSet ByColumn() => ByColumn((_, _) => null);

    /// <summary>Returns the explanations by the columns of the rows, with the texts of the rows as contents.</summary>
    internal AttributionSet ByColumn(IRows rows) => ByColumn((row, features) => ColumnAttribution.Contents(rows, row, features));

    /// <summary>Returns the explanations and the averages as a JSON object.</summary>
    public string ToJson() => AttributionJson.Write(this);

    /// <summary>Returns the averages as a table in descending order of importance.</summary>
    public override string ToString() => AttributionText.Write(this);

    /// <summary>Enumerates the explanations in the order of the rows.</summary>
    public IEnumerator<Attribution> GetEnumerator() => attributions.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private AttributionSet ByColumn(Func<int, Features, string[]?> contents)
    {
        EncodedColumns columns = attributions[0].RequireColumns();
        Features features = columns.AsFeatures(Features);
        return new AttributionSet([.. attributions.Select((attribution, row) =>
            ColumnAttribution.Of(attribution, columns, features, contents(row, features)))]);
    }

    private double[] Average(Func<double, double> of) =>
        [.. Enumerable.Range(0, Features.Count).Select(feature => attributions.Average(attribution => of(attribution.Values[feature])))];
}
